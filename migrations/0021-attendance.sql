-- SPDX-License-Identifier: EUPL-1.2
-- Somebody's attendance at a session was written wrongly and corrected: the contact that was wrong is
-- withdrawn and stays, the one that is right is another.

create table attendance_correction (
    id bigint not null primary key,
    session bigint not null references collective_session(id),
    youth text not null references youth(id),
    wrong bigint not null,                  -- contact
    attended smallint not null check (attended in (0,1)), -- corrected to
    author bigint not null references account(id),
    day text not null,
    at bigint not null
);
create index attendance_correction_session on attendance_correction(session, id);
create index attendance_correction_youth on attendance_correction(youth);
create index attendance_correction_author on attendance_correction(author);
