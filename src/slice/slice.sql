-- SPDX-License-Identifier: EUPL-1.2

-- query slice_settings: what this installation is called and which municipality it holds
-- out: name text, value text
select name, value from setting order by name;

-- query slice_setting_put: one setting of the installation
-- in: name text, value text
insert into setting (name, value) values ($name, $value)
on conflict (name) do update set value = excluded.value;
