/* SPDX-License-Identifier: EUPL-1.2
 *
 * Places, trades, causes and notes. The towns and schools are invented; none of them is in the
 * national register of institutions. The notes say nothing that would be sensitive were it true.
 */
#include "demo/words.h"

#define N(list_)     (sizeof(list_) / sizeof *(list_))
#define COUNT(list_) const size_t list_##_n = N(list_)

const char *const towns[] = {"Ørnsø",       "Lyngsåby",  "Møllebækstrup", "Havneå",   "Skovlundsby",
                             "Hedeåby",     "Ålykkeby",  "Kirkelø",       "Bækmarke", "Sandøby",
                             "Storelyngby", "Tranåsted", "Vibemose",      "Rævekær"};
COUNT(towns);

const char *const streets[] = {
    "Møllevej",    "Skolegade",    "Åbakken",     "Birkevænget", "Kirkestien",   "Nørrevang",
    "Søndergade",  "Østerled",     "Vestervang",  "Engdraget",   "Lærkevej",     "Rugmarken",
    "Hybenvej",    "Præstemarken", "Bakkedraget", "Ellemosen",   "Kløvervangen", "Smedegade",
    "Stationsvej", "Fjordparken",  "Egeparken",   "Havrevænget", "Solbakken",    "Tværgade"};
COUNT(streets);

const char *const school_heads[] = {"Rugtofte", "Ørneklit", "Tranemose", "Lærke",      "Vibehus",
                                    "Havtorn",  "Ræveskov", "Kløverå",   "Slåen",      "Åkande",
                                    "Sivholm",  "Elmekrat", "Rørhøne",   "Hvidtjørns", "Pilehegn",
                                    "Brombær",  "Bøgestub", "Skarvø",    "Mergel",     "Agerhøne"};
COUNT(school_heads);
const char *const school_tails[] = {"bakkeskolen",   "dalens Skole",  "lundskolen", "engskolen",
                                    "vangets Skole", "parkens Skole", "marksskolen"};
COUNT(school_tails);

const char *const employers[] = {"Nordlyng Tømrer & Byg ApS",
                                 "Åens Autoværksted",
                                 "Ørnsø El-teknik A/S",
                                 "Superkøb Havneå",
                                 "Bageriet Ravnens Brød",
                                 "Kirkelø Plejecenter",
                                 "Hedeåby Maskinstation",
                                 "Lyngsåby VVS",
                                 "Restaurant Tranen",
                                 "Ålykke Dyreklinik",
                                 "Sandøby Fisk A/S",
                                 "Rævekær Lager & Transport",
                                 "Bækmarke Planteskole",
                                 "Hotel Fjordkig",
                                 "Vibemose Murerfirma",
                                 "Butik Tinghuset",
                                 "Storelyng Vindmølleservice",
                                 "Børnehuset Mælkebøtten",
                                 "Havneå Smede- og Svejseværksted",
                                 "Frisør Saks & Kam"};
COUNT(employers);

const char *const pass_words[] = {
    "bakke",  "anker",     "birk",    "brise",    "fyr",      "havre",     "hegn",
    "kompas", "lanterne",  "lyng",    "moseeg",   "nordvind", "pilekvist", "ravn",
    "rug",    "skov",      "sommer",  "stime",    "tinding",  "tranebro",  "vibe",
    "vinter", "hasselnod", "solsort", "kastanje", "mosesten", "klit",      "marehalm"};
COUNT(pass_words);

const char *const causes[] = {"Ikke mødt",
                              "Fortrudt valget",
                              "Fagligt niveau",
                              "Manglende motivation",
                              "Manglende læreplads",
                              "Personlige forhold",
                              "Lang transport",
                              "Fravær",
                              "Økonomi",
                              "Sygdom",
                              "Fundet arbejde"};
COUNT(causes);
const char *const cause_of_switch[] = {"Omvalg til anden uddannelse", "Andet fag passer bedre",
                                       "Ønsker mere praktisk uddannelse", "Flytning",
                                       "Plads på førsteønsket"};
COUNT(cause_of_switch);

const struct trade trades[] = {
    {"Tømrer", 15, 2, 39, 0},
    {"Elektriker", 14, 1, 48, 0},
    {"Smed", 6, 1, 36, 0},
    {"Murer", 5, 1, 39, 0},
    {"VVS-energitekniker", 6, 0.5, 42, 0},
    {"Automekaniker", 8, 1, 42, 0},
    {"Industritekniker", 4, 0.7, 42, 0},
    {"Landbrugsassistent", 5, 3, 30, 0},
    {"Anlægsgartner", 3, 1, 36, 0},
    {"Lager- og terminaldisponent", 4, 1, 24, 0},
    {"Chauffør, godstransport", 3, 0.5, 24, 0},
    {"Kok", 4, 4, 36, 0},
    {"Bager og konditor", 1.5, 5, 36, 0},
    {"Ernæringsassistent", 0.7, 4, 24, 0},
    {"Frisør", 0.5, 8, 36, 0},
    {"Dyrepasser", 0.8, 6, 30, 0},
    {"Maler", 2, 4, 36, 0},
    {"Mediegrafiker", 1, 3, 42, 0},
    {"Data- og kommunikationsuddannelsen", 5, 0.7, 36, 0},
    {"Social- og sundhedsassistent", 2, 18, 34, 1},
    {"Social- og sundhedshjælper", 1.5, 9, 14, 1},
    {"Pædagogisk assistent", 3, 9, 25, 1},
    {"Detailhandel med specialer", 5, 8, 24, 2},
    {"Kontoruddannelsen", 2, 7, 24, 2},
    {"Handelsuddannelsen", 3, 2, 24, 2},
    {"Eventkoordinator", 0.5, 1.5, 24, 2},
};
COUNT(trades);

const char *const studies[] = {"Sygeplejerske",
                               "Pædagog",
                               "Lærer",
                               "Diplomingeniør",
                               "Markedsføringsøkonom",
                               "Datamatiker",
                               "Bygningskonstruktør",
                               "Jura",
                               "Erhvervsøkonomi, HA",
                               "Psykologi",
                               "Datalogi",
                               "Biologi",
                               "Finansøkonom",
                               "Socialrådgiver",
                               "Fysioterapeut",
                               "Medicin",
                               "Produktionsteknolog",
                               "Historie",
                               "Laborant",
                               "Serviceøkonom"};
COUNT(studies);

const char *const notes_pupil[] = {
    "Talte om valget efter 9. klasse. %s er i tvivl mellem eud og gymnasiet og vil besøge begge.",
    "%s har været i praktik en uge og var glad for det. Vil gerne prøve et andet fag også.",
    "Gennemgik ansøgningen i optagelse.dk. Mangler underskrift fra forældre.",
    "%s ønsker 10. klasse. Talte om efterskole eller 10.-klassecenter.",
    "Samtale med klasselæreren: går fremad i dansk og matematik, møder stabilt.",
    "%s vil gerne læse videre til noget med dyr. Aftalt besøg på erhvervsskolen.",
    "Forældrene ringede. Spurgte til adgangskrav og frister.",
    "Aftalt introduktionskursus. %s har fået datoen på mail.",
    "%s har talt med en lærling i faget. Vil tænke over det til næste gang.",
    "Så på uddannelsesguiden sammen. %s skriver tre uddannelser ned til næste samtale.",
    "Talte om fritidsjob og hvad det giver. Fin samtale.",
    "%s er afklaret: søger direkte efter skolen. Planen er opdateret."};
COUNT(notes_pupil);

const char *const notes_idle[] = {
    "Ringede til %s. Aftalt samtale på kontoret i næste uge.",
    "%s mødte ikke til samtalen. Sendte sms og ny tid.",
    "Talte om FGU og læreplads. %s vil gerne se værkstederne.",
    "Talte med skolens vejleder om muligheden for at komme tilbage efter ferien.",
    "%s har sendt tre ansøgninger til lærepladser. Aftalt at følge op om to uger.",
    "Besøg på FGU sammen med %s. Godt indtryk, vil gerne starte.",
    "Gennemgik den plan, vi har aftalt, og hvad der sker nu.",
    "%s arbejder nogle timer om ugen og leder efter mere. Kontrakten sendes til os.",
    "Opdaterede uddannelsesplanen. Næste skridt er praktik i 14 dage.",
    "Virksomheden vil gerne have %s i praktik fra mandag.",
    "%s vil søge ind på grundforløbet til januar.",
    "Fik fat i %s på telefonen. Det går godt, ringer igen om en måned."};
COUNT(notes_idle);

const char *const notes_student[] = {
    "Fastholdelse: %s er kommet godt i gang og kender sin kontaktlærer.",
    "%s overvejer at skifte. Aftalt at blive til efterårsferien og tale igen.",
    "Talte med uddannelsens vejleder. %s har indhentet det, der manglede.",
    "%s mangler en læreplads. Aftalt at skrive til fem virksomheder.",
    "Ringede for at høre, hvordan det går. Det går fint, ingen ny aftale.",
    "%s har haft en del fravær. Aftalt møde med skolen på torsdag."};
COUNT(notes_student);

const char *const notes_restricted[] = {
    "Fortrolig samtale efter ønske fra %s. Taler videre ved næste møde.",
    "%s ønsker ikke, at skolen får besked om overvejelserne endnu."};
COUNT(notes_restricted);

const char *const notes_session[] = {
    "God spørgelyst. Flere vil høre mere om eux.",
    "Brugte uddannelsesguiden på storskærm. Klassen arbejdede i grupper.",
    "To lærlinge fortalte om deres fag. Mange spørgsmål om løn og læreplads.",
    "Kort om frister og optagelse.dk. Følger op i de individuelle samtaler."};
COUNT(notes_session);

const char *const tasks_pupil[] = {"Er ansøgningen underskrevet?",     "Ring om praktikplads",
                                   "Hør om besøget på erhvervsskolen", "Ny samtale om valget",
                                   "Svar forældrene om adgangskrav",   "Følg op på introkurset"};
COUNT(tasks_pupil);
const char *const tasks_idle[] = {
    "Ring igen",          "Hør om FGU-besøget",          "Spørg til lærepladsen",
    "Ny tid til samtale", "Indhent ansættelseskontrakt", "Tal med skolens vejleder"};
COUNT(tasks_idle);

const char *const letter_plans[] = {
    "- Samtale med din vejleder hver anden uge\n- Besøg på FGU inden for en måned",
    "- Praktik 14 dage på et værksted\n- Derefter taler vi om grundforløb til januar",
    "- Du søger tre lærepladser\n- Vi ser på ansøgningerne sammen"};
COUNT(letter_plans);
const char *const letter_goals[] = {"Du vil begynde på et grundforløb.",
                                    "Du vil i gang på FGU og finde ud af, hvilket fag du vil.",
                                    "Du vil finde en læreplads."};
COUNT(letter_goals);
const char *const letter_steps[] = {
    "- Du søger ind på grundforløbet i optagelse.dk\n- Vi besøger skolen sammen\n- Du møder "
    "til samtale med skolens vejleder",
    "- Du besøger værkstederne på FGU\n- Du begynder, når der er plads\n- Vi taler sammen efter "
    "den første måned",
    "- Du skriver til fem virksomheder\n- Du er to uger i praktik\n- Vi følger op hver uge"};
COUNT(letter_steps);
