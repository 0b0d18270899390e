-- SPDX-License-Identifier: EUPL-1.2
-- Writes the demo municipality: plain rows, a few tables, in the order of their keys.

-- query demo_anybody: whether the database is in use already
-- out: people int, accounts int
select (select count(*) from (select 1 from youth limit 1) y) as people,
    (select count(*) from account) as accounts;

-- query demo_setting: what this database is
-- in: name text, value text
insert into setting (name, value) values ($name, $value)
on conflict (name) do update set value = excluded.value;

-- query demo_account: somebody who works here
-- in: id int, login text, name text, role text, institution text, password text, phone text, email text, created_at time
insert into account (id, login, name, role, institution, password, phone, email, created_at)
values ($id, $login, $name, $role, $institution, $password, $phone, $email, $created_at);

-- query demo_institution: an invented institution, with the columns that the register fills for all
-- in: number text, name text, sort_key blob, address text, post_code text, town text, phone text, email text, type_code int, type_name text, type_group text, top_grade text, admin_municipality text, municipality text, municipality_name text, owner_code text, owner_name text, fingerprint text, imported_at time
insert into institution (number, name, sort_key, unit_kind, address, post_code, town, phone, email,
    type_code, type_name, type_group, top_grade, admin_municipality, municipality,
    municipality_name, owner_code, owner_name, fingerprint, imported_at)
values ($number, $name, $sort_key, 'Institution uden enheder', $address, $post_code, $town, $phone,
    $email, $type_code, $type_name, $type_group, $top_grade, $admin_municipality, $municipality,
    $municipality_name, $owner_code, $owner_name, $fingerprint, $imported_at);

-- query demo_class: a class of one school year
-- in: id int, institution text, school_year int, grade text, name text
insert into class (id, institution, school_year, grade, name)
values ($id, $institution, $school_year, $grade, $name);

-- query demo_post: a counsellor at a school
-- in: id int, account int, institution text, from_day day, to_day day, cover_for int, absence int
insert into counsellor_school (id, account, institution, from_day, to_day, cover_for, absence)
values ($id, $account, $institution, $from_day, $to_day, $cover_for, $absence);

-- query demo_absence: a counsellor is away, and another covers
-- in: id int, account int, cover int, from_day day, to_day day, author int, at time
insert into absence (id, account, cover, from_day, to_day, author, at)
values ($id, $account, $cover, $from_day, $to_day, $author, $at);

-- query demo_handover: a whole caseload went to another
-- in: id int, giver int, taker int, day day, author int, at time, young int
insert into handover (id, from_account, to_account, day, author, at, young)
values ($id, $giver, $taker, $day, $author, $at, $young);

-- query demo_change: a young person got another counsellor
-- in: youth text, at time, day day, giver int, taker int, author int, handover int
insert into counsellor_change (youth, at, day, from_account, to_account, author, handover)
values ($youth, $at, $day, $giver, $taker, $author, $handover);

-- query demo_youth: a young person
-- in: id text, name text, first_name text, family_name text, sort_key blob, born day, sex text, cpr blob, cpr_index text, phone text, email text, street text, post_code text, town text, municipality text, guarded bool, guarded_until day, counsellor int, external_id text, moved_out day, imported_at time
insert into youth (id, name, first_name, family_name, sort_key, born, sex, cpr, cpr_index, phone,
    email, street, post_code, town, municipality, guarded, guarded_until, counsellor, external_id,
    moved_out, imported_at)
values ($id, $name, $first_name, $family_name, $sort_key, $born, $sex, $cpr, $cpr_index, $phone,
    $email, $street, $post_code, $town, $municipality, $guarded, $guarded_until, $counsellor,
    $external_id, $moved_out, $imported_at);

-- query demo_word: one folded word of a name
-- in: word blob, youth text
insert into youth_word (word, youth) values ($word, $youth) on conflict do nothing;

-- query demo_guardian: a parent or guardian
-- in: id int, youth text, name text, relation text, custody bool, phone text, email text, street text, post_code text, town text, guarded bool, cpr blob
insert into guardian (id, youth, name, relation, custody, phone, email, street, post_code, town,
    guarded, cpr)
values ($id, $youth, $name, $relation, $custody, $phone, $email, $street, $post_code, $town,
    $guarded, $cpr);

-- query demo_member: somebody in a class
-- in: id int, youth text, class int, from_day day, to_day day
insert into youth_class (id, youth, class, from_day, to_day)
values ($id, $youth, $class, $from_day, $to_day);

-- query demo_spell: what somebody did or does
-- in: id int, youth text, kind text, programme text, institution text, place text, hours real, from_day day, to_day day, outcome text, cause text, source text, known_at time, known_by int, ended_known_at time
insert into spell (id, youth, kind, programme, institution, place, hours, from_day, to_day, outcome,
    cause, source, known_at, known_by, ended_known_at)
values ($id, $youth, $kind, $programme, $institution, $place, $hours, $from_day, $to_day, $outcome,
    $cause, $source, $known_at, $known_by, $ended_known_at);

-- query demo_session: a collective session of a class
-- in: id int, class int, theme text, day day, author int, note blob, at time, plan int
insert into collective_session (id, class, theme, day, author, note, at, plan)
values ($id, $class, $theme, $day, $author, $note, $at, $plan);

-- query demo_planned: a class is to have a theme
-- in: id int, batch int, class int, theme text, day day, author int, at time
insert into collective_plan (id, batch, class, theme, day, author, at)
values ($id, $batch, $class, $theme, $day, $author, $at);

-- query demo_contact: a contact, a note, or a line of attendance
-- in: id int, youth text, session int, kind text, at time, day day, author int, body blob, restricted bool, attended bool, withdrawn_at time, withdrawn_by int
insert into contact (id, youth, session, kind, at, day, author, body, restricted, attended,
    withdrawn_at, withdrawn_by)
values ($id, $youth, $session, $kind, $at, $day, $author, $body, $restricted, $attended,
    $withdrawn_at, $withdrawn_by);

-- query demo_follow_up: what was promised, done or not
-- in: id int, youth text, contact int, owner int, due day, what text, done_at time, done_by int
insert into follow_up (id, youth, contact, owner, due, what, done_at, done_by)
values ($id, $youth, $contact, $owner, $due, $what, $done_at, $done_by);

-- query demo_custody: to whom a letter about somebody goes, too
-- in: youth text
-- out: name text, relation text, has_cpr bool
select name, relation, case when cpr is null then 0 else 1 end as has_cpr
from guardian where youth = $youth and custody = 1 order by id;

-- query demo_letter: a letter as it was sent
-- in: id int, notice int, youth text, recipient text, template text, body blob, about text, account int, day day, at time
insert into letter (id, notice, youth, recipient, template, body, about, account, day, at)
values ($id, $notice, $youth, $recipient, $template, $body, $about, $account, $day, $at);

-- query demo_outbox: how a letter travelled
-- in: letter int, uuid text, state text, attempts int, sent_at time, sent_by int, file text, at time
insert into outbox (letter, uuid, state, attempts, next_at, sent_at, sent_by, file, changed_at)
values ($letter, $uuid, $state, $attempts, $at, $sent_at, $sent_by, $file, $at);

-- query demo_wish: what somebody wants to become
-- in: id int, youth text, day day, priority int, kind text, programme text, institution text, said_by text, author int, at time
insert into wish (id, youth, day, priority, kind, programme, institution, said_by, author, at)
values ($id, $youth, $day, $priority, $kind, $programme, $institution, $said_by, $author, $at);

-- query demo_plan: a version of a plan
-- in: id int, youth text, number int, situation blob, aim blob, duty text, hours real, duty_text blob, author int, at time, agreed_day day, agreed_at time
insert into plan (id, youth, number, situation, aim, duty, hours, duty_text, author, created_at,
    edited_by, edited_at, agreed_day, agreed_at)
values ($id, $youth, $number, $situation, $aim, $duty, $hours, $duty_text, $author, $at, $author,
    $at, $agreed_day, $agreed_at);

-- query demo_step: a step of a plan, done or not
-- in: id int, youth text, plan int, from_number int, what blob, owner text, due day, author int, at time, done_day day, done_at time, done_by int
insert into plan_step (id, youth, plan, from_number, what, owner, due, author, at, done_day,
    done_at, done_by)
values ($id, $youth, $plan, $from_number, $what, $owner, $due, $author, $at, $done_day, $done_at,
    $done_by);

-- query demo_course: an introduction course or bridge building
-- in: id int, youth text, kind text, institution text, purpose blob, hours real, from_day day, to_day day, author int, at time
insert into plan_course (id, youth, kind, institution, purpose, hours, from_day, to_day, author, at)
values ($id, $youth, $kind, $institution, $purpose, $hours, $from_day, $to_day, $author, $at);

-- query demo_agreement: somebody agreed to a version
-- in: id int, plan int, youth text, party text, name text, how text, day day, author int, at time
insert into plan_agreement (id, plan, youth, party, name, how, day, author, at)
values ($id, $plan, $youth, $party, $name, $how, $day, $author, $at);

-- query demo_notice: somebody was told about the child benefit
-- in: id int, youth text, party text, name text, how text, day day, author int, at time
insert into plan_notice (id, youth, party, name, how, day, author, at)
values ($id, $youth, $party, $name, $how, $day, $author, $at);

-- query demo_answer: the young person's own two answers
-- in: id int, youth text, plan int, day day, motivating int, realistic int, said_by text, author int, at time
insert into plan_answer (id, youth, plan, day, motivating, realistic, said_by, author, at)
values ($id, $youth, $plan, $day, $motivating, $realistic, $said_by, $author, $at);

-- query demo_season: career weeks
-- in: id int, name text, from_day day, to_day day, about text, author int, at time
insert into event_season (id, name, from_day, to_day, about, author, at, edited_by, edited_at)
values ($id, $name, $from_day, $to_day, $about, $author, $at, $author, $at);

-- query demo_event: an evening, a fair, a meeting
-- in: id text, season int, kind text, title text, institution text, place text, day day, from_minute int, to_minute int, about text, sign_up bool, capacity int, state text, published_at time, published_by int, owner int, at time, asked_day day, asked_by int
insert into event (id, season, kind, title, institution, place, day, from_minute, to_minute, about,
    sign_up, capacity, state, published_at, published_by, owner, author, at, edited_by, edited_at,
    asked_day, asked_by)
values ($id, $season, $kind, $title, $institution, $place, $day, $from_minute, $to_minute, $about,
    $sign_up, $capacity, $state, $published_at, $published_by, $owner, $owner, $at, $owner, $at,
    $asked_day, $asked_by);

-- query demo_event_item: a point of a programme
-- in: id int, event text, from_minute int, to_minute int, title text, room text, speaker text, author int, at time
insert into event_item (id, event, from_minute, to_minute, title, room, speaker, author, at)
values ($id, $event, $from_minute, $to_minute, $title, $room, $speaker, $author, $at);

-- query demo_event_signup: somebody signed up; forgotten when the event is long past
-- in: id int, event text, secret text, name blob, email blob, people int, institution text, grade text, state text, day day, forgotten_day day
insert into event_signup (id, event, secret, name, email, people, institution, grade, state, day,
    forgotten_day)
values ($id, $event, $secret, $name, $email, $people, $institution, $grade, $state, $day,
    $forgotten_day);

-- query demo_event_count: who came
-- in: id int, event text, institution text, grade text, n int, author int, at time
insert into event_count (id, event, institution, grade, n, author, at)
values ($id, $event, $institution, $grade, $n, $author, $at);

-- query demo_event_answer: what guests thought
-- in: id text, event text, who text, useful int, wiser int, comment blob, day day
insert into event_answer (id, event, who, useful, wiser, comment, day)
values ($id, $event, $who, $useful, $wiser, $comment, $day);

-- query demo_report: what a school reported about a class, or is writing
-- in: id int, class int, round text, day day, rules text, author int, at time, sent_by int, sent_at time
insert into readiness_report (id, class, round, number, day, rules, author, created_at, edited_by,
    edited_at, sent_by, sent_at)
values ($id, $class, $round, 1, $day, $rules, $author, $at, $author, $at, $sent_by, $sent_at);

-- query demo_reported: a pupil in a report
-- in: id int, report int, youth text, marks text, academic int, personal int, social int, focus int, practical text, reason blob, effort bool, plan blob, academic_met int, eud int, hf int, gym int, letter text, notice int
insert into readiness_row (id, report, youth, marks, academic, personal, social, focus, practical, reason,
    effort, plan, academic_met, eud, hf, gym, letter, notice)
values ($id, $report, $youth, $marks, $academic, $personal, $social, $focus, $practical, $reason, $effort,
    $plan, $academic_met, $eud, $hf, $gym, $letter, $notice);

-- query demo_judgement: the municipality judged anew
-- in: id int, youth text, row int, type text, answer bool, reason blob, day day, notice int, author int, at time
insert into readiness_judgement (id, youth, row, type, answer, reason, day, notice, author, at)
values ($id, $youth, $row, $type, $answer, $reason, $day, $notice, $author, $at);

-- query demo_effort: a targeted effort
-- in: id int, youth text, row int, day day, reason blob, plan blob, author int, at time, ended_day day, ended_by int, ended_at time
insert into readiness_effort (id, youth, row, day, reason, plan, author, at, ended_day, ended_by,
    ended_at)
values ($id, $youth, $row, $day, $reason, $plan, $author, $at, $ended_day, $ended_by, $ended_at);

-- query demo_duty_case: guidance came to know of a plan that is not followed
-- in: id int, youth text, from_day day, aware_day day, source text, note blob, author int, at time
insert into duty_case (id, youth, from_day, aware_day, source, note, author, at)
values ($id, $youth, $from_day, $aware_day, $source, $note, $author, $at);

-- query demo_duty_offer: a new activity was offered
-- in: id int, duty_case int, youth text, kind text, what blob, day day, start_day day, author int, at time
insert into duty_offer (id, duty_case, youth, kind, what, day, start_day, author, at)
values ($id, $duty_case, $youth, $kind, $what, $day, $start_day, $author, $at);

-- query demo_duty_exemption: exempt from the duty
-- in: id int, youth text, ground text, from_day day, to_day day, heard blob, heard_day day, reasons blob, notice int, author int, at time
insert into duty_exemption (id, youth, ground, from_day, to_day, heard, heard_day, reasons, notice, author,
    at)
values ($id, $youth, $ground, $from_day, $to_day, $heard, $heard_day, $reasons, $notice, $author, $at);

-- query demo_told_before: who had been told about the child benefit on a day
-- in: youth text, day day
-- out: parties int
select count(distinct party) as parties from plan_notice
where youth = $youth and day <= $day and withdrawn_at is null;

-- query demo_duty_benefit: a step of the case about the child benefit
-- in: id int, duty_case int, youth text, kind text, day day, due day, party text, body blob, notice int, author int, at time
insert into duty_benefit (id, duty_case, youth, kind, day, due, party, body, notice, author, at)
values ($id, $duty_case, $youth, $kind, $day, $due, $party, $body, $notice, $author, $at);

-- query demo_duty_review: somebody was looked at in the quarter
-- in: id int, youth text, period day, day day, account int, at time
insert into duty_review (id, youth, period, day, account, at)
values ($id, $youth, $period, $day, $account, $at);


-- query demo_order: an education order of the job centre
-- in: id int, youth text, given_day day, known_day day, benefit text, ready text, note blob, author int, at time, ended_day day, end_reason text, ended_at time, ended_by int
insert into education_order (id, youth, given_day, known_day, benefit, ready, note, author, at,
    ended_day, end_reason, ended_at, ended_by)
values ($id, $youth, $given_day, $known_day, $benefit, $ready, $note, $author, $at, $ended_day,
    $end_reason, $ended_at, $ended_by);

-- query demo_order_contact: whom we speak to at the job centre
-- in: id int, order_id int, name text, phone text, email text, author int, at time
insert into education_order_contact (id, order_id, name, phone, email, author, at)
values ($id, $order_id, $name, $phone, $email, $author, $at);

-- query demo_order_step: a step of an order, answered or not
-- in: id int, order_id int, youth text, kind text, what blob, due day, waits_for text, author int, at time, answer_day day, outcome text, answer blob, answered_at time, answered_by int
insert into education_order_step (id, order_id, youth, kind, what, due, waits_for, author, at,
    answer_day, outcome, answer, answered_at, answered_by)
values ($id, $order_id, $youth, $kind, $what, $due, $waits_for, $author, $at, $answer_day,
    $outcome, $answer, $answered_at, $answered_by);

-- query demo_mentor: somebody follows a young person into an education
-- in: id int, youth text, mentor int, since day, reason blob, at time, outcome text, outcome_day day, cause text, outcome_note blob, outcome_by int, outcome_at time
insert into retention_mentor (id, youth, mentor, since, reason, author, at, outcome, outcome_day,
    cause, outcome_note, outcome_by, outcome_at)
values ($id, $youth, $mentor, $since, $reason, $mentor, $at, $outcome, $outcome_day, $cause,
    $outcome_note, $outcome_by, $outcome_at);

-- query demo_touch: a contact of the mentor's rhythm
-- in: id int, mentor_row int, youth text, number int, how text, day day, body blob, author int, at time
insert into retention_touch (id, mentor_row, youth, number, how, day, body, author, at)
values ($id, $mentor_row, $youth, $number, $how, $day, $body, $author, $at);

-- query demo_told: what the school tells the education
-- in: id int, youth text, basis text, body blob, day day, author int, at time
insert into retention_note (id, youth, basis, body, day, author, at)
values ($id, $youth, $basis, $body, $day, $author, $at);

-- query demo_receiver: who received it
-- in: id int, note int, youth text, institution text, name text, how text, day day, author int, at time
insert into retention_receiver (id, note, youth, institution, name, how, day, author, at)
values ($id, $note, $youth, $institution, $name, $how, $day, $author, $at);

-- query demo_risk: an education tells that somebody is about to drop out
-- in: id int, youth text, institution text, cause text, body blob, day day, lapses day, author int, at time, handled_day day, handled_by int, handled_at time
insert into retention_risk (id, youth, institution, cause, body, day, lapses, author, at,
    handled_day, handled_by, handled_at)
values ($id, $youth, $institution, $cause, $body, $day, $lapses, $author, $at, $handled_day,
    $handled_by, $handled_at);

-- query demo_employer: a work place that takes young people in
-- in: id int, name text, sort_key blob, trade text, town text, contact text, phone text, email text, places int, author int, at time
insert into employer (id, name, sort_key, trade, town, contact, phone, email, places, author, at,
    edited_by, edited_at)
values ($id, $name, $sort_key, $trade, $town, $contact, $phone, $email, $places, $author, $at,
    $author, $at);

-- query demo_placement: practice or full-time teaching
-- in: id int, youth text, kind text, employer int, institution text, from_day day, to_day day, hours real, agreed_with text, purpose blob, pupil bool, author int, at time, started_day day, started_at time, started_by int, ended_day day, outcome text, ended_at time, ended_by int, spell int
insert into placement (id, youth, kind, employer, institution, from_day, to_day, hours, agreed_with,
    purpose, pupil, author, at, started_day, started_at, started_by, ended_day, outcome, ended_at,
    ended_by, spell)
values ($id, $youth, $kind, $employer, $institution, $from_day, $to_day, $hours, $agreed_with,
    $purpose, $pupil, $author, $at, $started_day, $started_at, $started_by, $ended_day, $outcome,
    $ended_at, $ended_by, $spell);

-- query demo_placement_answer: what was said about it
-- in: id int, placement int, youth text, party text, day day, useful int, again int, body blob, author int, at time
insert into placement_answer (id, placement, youth, party, day, useful, again, body, author, at)
values ($id, $placement, $youth, $party, $day, $useful, $again, $body, $author, $at);

-- query demo_placement_course: bridge building, or an introduction course
-- in: id int, youth text, kind text, category text, grade text, institution text, days int, hours real, from_day day, to_day day, purpose blob, author int, at time, done int, course int, closed_at time, closed_by int
insert into placement_course (id, youth, kind, category, grade, institution, days, hours, from_day,
    to_day, purpose, author, at, done, course, closed_at, closed_by)
values ($id, $youth, $kind, $category, $grade, $institution, $days, $hours, $from_day, $to_day,
    $purpose, $author, $at, $done, $course, $closed_at, $closed_by);

-- query demo_check: a status was confirmed
-- in: id int, youth text, spell int, day day, account int, at time
insert into outreach_check (id, youth, spell, day, account, at)
values ($id, $youth, $spell, $day, $account, $at);

-- query demo_assessment: a target-group assessment
-- in: id int, youth text, track text, day day, from_day day, to_day day, academic blob, social blob, personal blob, options blob, reasons blob, notice int, author int, at time
insert into outreach_assessment (id, youth, track, day, from_day, to_day, requested, academic, social,
    personal, options, reasons, notice, author, at)
values ($id, $youth, $track, $day, $from_day, $to_day, 0, $academic, $social, $personal, $options,
    $reasons, $notice, $author, $at);

-- query demo_stu: a referral to STU, or its grant
-- in: id int, youth text, kind text, day day, places blob, body blob, author int, at time
insert into outreach_stu (id, youth, kind, day, places, body, author, at)
values ($id, $youth, $kind, $day, $places, $body, $author, $at);

-- query demo_other_effort: what another administration does
-- in: id int, youth text, side text, what blob, who blob, from_day day, to_day day, author int, at time
insert into outreach_effort (id, youth, side, what, who, from_day, to_day, author, at)
values ($id, $youth, $side, $what, $who, $from_day, $to_day, $author, $at);

-- query demo_contact_person: the one contact across administrations
-- in: id int, youth text, name blob, from_day day, author int, at time
insert into outreach_contact (id, youth, name, from_day, author, at)
values ($id, $youth, $name, $from_day, $author, $at);

-- query demo_annual_text: a text of a quality report, its first version
-- in: id int, school_year int, part text, body text, author int, at time
insert into annual_text (id, school_year, part, version, body, author, at)
values ($id, $school_year, $part, 1, $body, $author, $at);

-- query demo_quality_meeting: a meeting about the figures
-- in: id int, kind text, version int, author int, at time
insert into quality_meeting (id, kind, version, author, at)
values ($id, $kind, $version, $author, $at);

-- query demo_quality_version: what stands in one of its versions
-- in: id int, meeting int, number int, day day, title text, goal int, note blob, author int, at time
insert into quality_meeting_version (id, meeting, number, day, title, goal, note, author, at)
values ($id, $meeting, $number, $day, $title, $goal, $note, $author, $at);

-- query demo_quality_decision: something was decided there
-- in: id int, meeting int, author int, at time
insert into quality_decision (id, meeting, version, author, at)
values ($id, $meeting, 1, $author, $at);

-- query demo_quality_decided: what
-- in: id int, decision int, what text, goal int, initiative text, owner int, due day, author int, at time
insert into quality_decision_version (id, decision, number, what, goal, initiative, owner, due, author, at)
values ($id, $decision, 1, $what, $goal, $initiative, $owner, $due, $author, $at);

-- query demo_quality_done: it was done
-- in: id int, decision int, day day, result text, author int, at time
insert into quality_decision_done (id, decision, day, result, author, at)
values ($id, $decision, $day, $result, $author, $at);

-- query demo_quality_mark: what the law asks for was published
-- in: id int, school_year int, day day, note text, author int, at time
insert into quality_mark (id, duty, school_year, day, note, author, at)
values ($id, 'publish', $school_year, $day, $note, $author, $at);

-- query demo_initiative: somebody answers for an initiative, and has agreed when next
-- in: id int, of int, account int, next_day day, author int, at int
insert into initiative (id, initiative, goal, place, name_da, name_en, text_da, text_en, owner, account, reach,
    next_day, retired, source, why, author, at)
select $id, initiative, goal, place, name_da, name_en, text_da, text_en, owner, $account, reach, $next_day, 0,
    source, 'Aftalt på teammødet', $author, $at
from initiative where id = $of;

-- query demo_initiative_result: what came of an initiative
-- in: id int, of int, day day, reached int, result text, author int, at int
insert into initiative_result (id, initiative, day, reached, result, author, at)
select $id, initiative, $day, $reached, $result, $author, $at from initiative where id = $of;
