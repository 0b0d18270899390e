#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Writes a synthetic wsiEKSPORT v7 file (fullmyndighed) of any size, for tests and the bench.

    make_pupils.py [--pupils N] [--per-school N] [--seed S] [--institutions FILE] OUT

Deterministic by seed; every person is invented. Schools are numbered 990001 and up, unless
--institutions names a file of their numbers, one a line. With --register REG, a register of the
invented schools is written too, so that the pupils can be imported after it.
"""

import argparse
import random
from xml.sax.saxutils import escape

NS = "https://brugerdatabasen.stil.dk/bpi/wsieksport/7"
FIRST = {
    "K": "Anna Ida Freja Clara Ella Søs Åse Signe Laura Mathilde Astrid Liva Nora Ellen Karla Ænne".split(),
    "M": "Noah Oscar Søren Åge Emil Carl Valdemar August Aksel Jørgen Malthe Victor Lærke-Bo Anton".split(),
}
FAMILY = "Nielsen Jensen Østergaard Aagaard Sørensen Kjær Lund Bæk Holm Thomsen Åkjær Ravn Dahl Winther".split()
STREETS = "Skolegade Nørregade Åvej Søndergade Birkevej Ærøvej Lindeallé".split()
REGISTER = (
    "INST_NR;INST_NAVN;ENHEDSART;INST_TYPE_NR;INST_TYPE_NAVN;KOMMUNE_NR;BEL_KOMMUNE;POSTNR;POSTDISTRIKT"
)


def school_numbers(args):
    if args.institutions:
        with open(args.institutions, encoding="utf-8") as file:
            return file.read().split()
    return [f"{990001 + i}" for i in range(-(-args.pupils // args.per_school))]


def tag(name, text, attributes=""):
    return f"<c:{name}{attributes}>{escape(text)}</c:{name}>"


def address(rng, protected):
    mark = ' protected="true"' if protected else ' protected="false"'
    return (
        f"<c:Address{mark}>" + tag("StreetAddress", f"{rng.choice(STREETS)} {rng.randint(1, 200)}") +
        tag("PostalCode", "8800") + tag("PostalDistrict", "Viborg") + tag("CountryCode", "DK") +
        tag("MunicipalityCode", "0791") + tag("MunicipalityName", "Viborg") + "</c:Address>"
    )


def contact(rng, relation, family, protected):
    first = rng.choice(FIRST["K" if relation == "Mor" else "M"])
    custody = "true" if rng.random() < 0.95 else "false"
    return (
        f'<ContactPerson relation="{relation}" childCustody="{custody}" accessLevel="3">'
        f'<Person protected="{"true" if protected else "false"}">' + tag("FirstName", first) +
        tag("FamilyName", family) + tag("UserId", f"f{rng.getrandbits(40):010x}") + address(rng, protected) +
        tag("MobilePhoneNumber", f"2{rng.randint(1000000, 9999999)}", ' protected="false"') +
        "</Person></ContactPerson>"
    )


class Numbers:
    """Unique CPR numbers: for each birth date a counter."""

    def __init__(self):
        self.next = {}

    def take(self, born, sex):
        key = born, sex
        serial = self.next.get(key, 0)
        self.next[key] = serial + 1
        last = serial * 2 + (sex == "M")
        if last > 5999:
            raise SystemExit("too many pupils for the birth dates")
        # 4000-9999 is 2000-2036 for digits 4 and 9, and 2000-2057 for 5 to 8
        day, month, year = born
        return f"{day:02d}{month:02d}{year % 100:02d}{4000 + last:04d}"


def pupil(rng, numbers, index, grade, group):
    sex = rng.choice("KM")
    year = 2027 - grade - 7 - (rng.random() < 0.1)
    born = rng.randint(1, 28), rng.randint(1, 12), year
    family = rng.choice(FAMILY) + (" " + rng.choice(FAMILY) if rng.random() < 0.4 else "")
    protected = rng.random() < 0.01
    mark = "true" if protected else "false"
    return (
        '<InstitutionPerson source="SIS">' + tag("LocalPersonId", str(index)) +
        f'<Person protected="{mark}">' + tag("FirstName", rng.choice(FIRST[sex])) +
        tag("FamilyName", family) + tag("UserId", f"u{index:07d}") +
        tag("CivilRegistrationNumber", numbers.take(born, sex)) +
        tag("CivilRegistrationNumberType", "CPR_VERIFIED") +
        tag("EmailAddress", f"elev{index}@example.dk") +
        tag("BirthDate", f"{born[2]}-{born[1]:02d}-{born[0]:02d}") + tag("Gender", sex) +
        address(rng, protected) +
        tag("MobilePhoneNumber", f"5{rng.randint(1000000, 9999999)}", ' protected="false"') +
        "</Person><Student>" + tag("Role", "Elev") + tag("StudentNumber", str(index)) +
        tag("Level", str(grade)) + tag("MainGroupId", group) + tag("GroupId", group) +
        contact(rng, "Mor", family, protected) +
        (contact(rng, "Far", family, protected) if rng.random() < 0.9 else "") +
        "</Student></InstitutionPerson>\n"
    )


def groups_of(size):
    """(grade, letter) of a school of `size` pupils, classes of about 24."""
    classes = max(1, round(size / 24))
    return [(7 + i % 4, "abcdefghijklmnopqrstuvwxyz"[i // 4 % 26]) for i in range(classes)]


def write_school(out, rng, numbers, number, first, size):
    out.write(f"<Institution><c:InstitutionNumber>{number}</c:InstitutionNumber>"
              f"<c:InstitutionName>Skole {number}</c:InstitutionName>\n")
    groups = groups_of(size)
    for grade, letter in groups:
        out.write("<c:Group>" + tag("GroupId", f"g{grade}{letter}") + tag("GroupName", f"{grade}.{letter}") +
                  tag("GroupType", "Hovedgruppe") + tag("GroupLevel", str(grade)) + "</c:Group>\n")
    for i in range(size):
        grade, letter = groups[i % len(groups)]
        out.write(pupil(rng, numbers, first + i, grade, f"g{grade}{letter}"))
    out.write("</Institution>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pupils", type=int, default=100000)
    parser.add_argument("--per-school", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--institutions")
    parser.add_argument("--register")
    parser.add_argument("out")
    args = parser.parse_args()
    rng, numbers, schools = random.Random(args.seed), Numbers(), school_numbers(args)
    with open(args.out, "w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n'
                  f'<UNILoginExportFullMyndighed xmlns="{NS}/fullmyndighed" xmlns:c="{NS}/common"'
                  ' exportDateTime="2026-11-20T10:00:00+01:00" accessLevel="full">\n'
                  '<c:ImportSource source="SIS" sourceDateTime="2026-11-20T09:00:00+01:00"'
                  ' schoolyear="2026-2027"/>\n')
        left = args.pupils
        for number in schools:
            size = min(left, args.per_school)
            if size:
                write_school(out, rng, numbers, number, args.pupils - left + 1, size)
            left -= size
        out.write("</UNILoginExportFullMyndighed>\n")
    if args.register:
        with open(args.register, "w", encoding="utf-8") as out:
            out.write(REGISTER + "\n")
            for number in schools:
                out.write(f"{number};Skole {number};Institution uden enheder;1012;Folkeskoler;791;791;8800;Viborg\n")


if __name__ == "__main__":
    main()
