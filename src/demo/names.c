/* SPDX-License-Identifier: EUPL-1.2
 *
 * Names that are common in Denmark among those born 1990-2015 and their parents. They are put
 * together by chance; that somebody is called so is likely, that it is them is not.
 */
#include "demo/words.h"

#define N(list_) (sizeof(list_) / sizeof *(list_))

static const char *const danish_male[] = {
    "Magnus",   "Emil",      "Mathias",   "Frederik",   "Lucas",    "Oliver",         "Noah",
    "William",  "Victor",    "Christian", "Mikkel",     "Rasmus",   "Tobias",         "Oscar",
    "Malthe",   "Alexander", "Sebastian", "Jonas",      "Nikolaj",  "Simon",          "Jacob",
    "Kasper",   "Anders",    "Søren",     "Jeppe",      "Lasse",    "Mads",           "Benjamin",
    "Daniel",   "Philip",    "August",    "Carl",       "Elias",    "Villads",        "Storm",
    "Bertram",  "Sander",    "Silas",     "Marius",     "Gustav",   "Valdemar",       "Anton",
    "Albert",   "Johan",     "Laurits",   "Aksel",      "Theodor",  "Jonathan",       "Nicklas",
    "Kristian", "Martin",    "Thomas",    "Peter",      "Morten",   "Kristoffer",     "Casper",
    "Andreas",  "Marcus",    "Julius",    "Adam",       "Joakim",   "Esben",          "Asger",
    "Troels",   "Rune",      "Thor",      "Bjørn",      "Åge",      "Jørgen",         "Kjeld",
    "Asbjørn",  "Sigurd",    "Mikael",    "Patrick",    "Steffen",  "Jesper",         "Henrik",
    "Brian",    "Dennis",    "René",      "Hans Peter", "Lars Ole", "Jens Christian", "Karl Emil",
    "Niels Åge"};

static const char *const danish_female[] = {
    "Emma",     "Sofie",    "Ida",     "Freja",      "Laura",      "Anna",      "Mathilde",
    "Caroline", "Clara",    "Maja",    "Isabella",   "Julie",      "Sofia",     "Josefine",
    "Lærke",    "Victoria", "Mille",   "Cecilie",    "Sarah",      "Amalie",    "Line",
    "Signe",    "Camilla",  "Louise",  "Katrine",    "Maria",      "Nanna",     "Pernille",
    "Astrid",   "Alberte",  "Liva",    "Ella",       "Karla",      "Agnes",     "Filippa",
    "Naja",     "Silje",    "Frida",   "Rosa",       "Alma",       "Esther",    "Smilla",
    "Kirstine", "Andrea",   "Johanne", "Maren",      "Ditte",      "Stine",     "Trine",
    "Rikke",    "Mette",    "Anne",    "Christina",  "Michelle",   "Natasja",   "Simone",
    "Emilie",   "Asta",     "Tilde",   "Vigga",      "Merle",      "Dagmar",    "Åse",
    "Bodil",    "Inger",    "Kirsten", "Charlotte",  "Tina",       "Lone",      "Hanne",
    "Gitte",    "Ulla",     "Sørine",  "Ellen",      "Marie",      "Helena",    "Malou",
    "Nicoline", "Rebecca",  "Zoé",     "Anne Sofie", "Anna Marie", "Ida Marie", "Ane Kathrine",
    "Eva-Maria"};

static const char *const danish_family[] = {
    "Jensen",      "Jensen",      "Jensen",      "Nielsen",      "Nielsen",    "Nielsen",
    "Hansen",      "Hansen",      "Hansen",      "Pedersen",     "Pedersen",   "Andersen",
    "Andersen",    "Christensen", "Christensen", "Larsen",       "Larsen",     "Sørensen",
    "Sørensen",    "Rasmussen",   "Rasmussen",   "Jørgensen",    "Petersen",   "Madsen",
    "Kristensen",  "Olsen",       "Thomsen",     "Christiansen", "Poulsen",    "Johansen",
    "Møller",      "Mortensen",   "Knudsen",     "Jacobsen",     "Mikkelsen",  "Olesen",
    "Frederiksen", "Laursen",     "Henriksen",   "Lund",         "Schmidt",    "Eriksen",
    "Holm",        "Clausen",     "Simonsen",    "Svendsen",     "Andreasen",  "Iversen",
    "Jeppesen",    "Vestergaard", "Nissen",      "Lauridsen",    "Jespersen",  "Mogensen",
    "Frandsen",    "Jepsen",      "Østergaard",  "Kjær",         "Nørgaard",   "Søndergaard",
    "Bach",        "Dam",         "Kjeldsen",    "Lauritsen",    "Skov",       "Thygesen",
    "Bertelsen",   "Bruun",       "Bak",         "Toft",         "Dahl",       "Friis",
    "Krogh",       "Overgaard",   "Bundgaard",   "Bech",         "Ravn",       "Åkjær",
    "Ågaard",      "Bjerregaard", "Damgaard",    "Nygaard",      "Kirkegaard", "Brøgger",
    "Hjorth",      "Smed",        "Villadsen",   "Ørsted",       "Bjørn",      "Grønbæk",
    "Højgaard",    "Munk",        "Winther",     "Lindholm",     "Bang",       "Gade",
    "Thorsen",     "Kragh"};

static const char *const turkish_male[] = {"Emre",    "Mehmet", "Ali",  "Yusuf",
                                           "Mustafa", "Kerem",  "Deniz"};
static const char *const turkish_female[] = {"Elif", "Zeynep", "Ayşe", "Melisa",
                                             "Esra", "Fatma",  "Selin"};
static const char *const turkish_family[] = {"Yılmaz", "Kaya",   "Demir", "Çelik",
                                             "Şahin",  "Öztürk", "Aydın"};

static const char *const arabic_male[] = {"Mohamad", "Ahmad", "Omar",  "Ibrahim", "Yasin",
                                          "Hassan",  "Karim", "Bilal", "Samir"};
static const char *const arabic_female[] = {"Fatima", "Aisha", "Mariam", "Nour", "Yasmin",
                                            "Leila",  "Amina", "Hiba",   "Rania"};
static const char *const arabic_family[] = {"Al-Hassan", "Mahmoud",  "El-Khatib",
                                            "Hussein",   "Khalil",   "Saleh",
                                            "Haddad",    "Abdallah", "Nasser"};

static const char *const slavic_male[] = {"Jakub",     "Filip", "Mateusz", "Dawid",
                                          "Oleksandr", "Amar",  "Denis"};
static const char *const slavic_female[] = {"Zuzanna", "Oliwia",  "Amina", "Oksana",
                                            "Maja",    "Natalia", "Lejla"};
static const char *const slavic_family[] = {"Nowak",  "Kowalczyk", "Wiśniewski", "Shevchenko",
                                            "Hodžić", "Kovačević", "Zieliński"};

static const char *const somali_male[] = {"Abdi", "Mahad", "Ismail", "Zakaria", "Abdirahman"};
static const char *const somali_female[] = {"Hodan", "Ifrah", "Sagal", "Ayan", "Khadra"};
static const char *const somali_family[] = {"Warsame", "Farah", "Abdullahi", "Ali Hassan", "Jama"};

static const char *const asian_male[] = {"Minh", "Kevin", "Arjun", "Hamza",
                                         "Reza", "Navid", "Kiet"};
static const char *const asian_female[] = {"Linh",  "Priya",  "Thi Mai", "Shirin",
                                           "Zahra", "Parisa", "Anusha"};
static const char *const asian_family[] = {"Nguyen",    "Tran", "Ahmadi", "Rahimi",
                                           "Sivakumar", "Khan", "Pham"};

#define ORIGIN(weight_, name_)                                                                     \
    {                                                                                              \
        weight_, name_##_male, N(name_##_male), name_##_female, N(name_##_female), name_##_family, \
            N(name_##_family)                                                                      \
    }
const struct origin origins[] = {
    ORIGIN(88, danish), ORIGIN(2.5, turkish), ORIGIN(3.5, arabic),
    ORIGIN(3, slavic),  ORIGIN(1, somali),    ORIGIN(2, asian),
};
const size_t origins_n = N(origins);

const char *const middle_names[] = {
    "Holm", "Lund",      "Bach",    "Skov",     "Møller",   "Kjær",     "Dahl",   "Friis",
    "Bech", "Krogh",     "Winther", "Nørgaard", "Vang",     "Toft",     "Ravn",   "Juul",
    "Borg", "Hjort",     "Storm",   "Linde",    "Bisgaard", "Ørum",     "Åstrøm", "Rosen",
    "Berg", "Fabricius", "Wulff",   "Brandt",   "Riis",     "Damsgaard"};
const size_t middle_names_n = N(middle_names);

const char *const longest_name[2] = {"Anna-Sofie Frederikke Elisabeth Christiane",
                                     "von Bülow-Østergaard Rosenkilde Lindegaard"};
