-- SPDX-License-Identifier: EUPL-1.2
-- Bulk actions, for taking them back. The lines themselves are the slices'.

-- query worklist_bulk_add: something was done to several lines
-- in: id int, account int, action text, at time
insert into bulk (id, account, action, at) values ($id, $account, $action, $at);

-- query worklist_bulk_item_add: to this one, which was due then
-- in: bulk int, item text, before_day day
insert into bulk_item (bulk, item, before_day) values ($bulk, $item, $before_day);

-- query worklist_bulk: what was done, and to which lines
-- in: id int, account int, since time
-- out: action text, item text, before_day day
select b.action, i.item, i.before_day from bulk b join bulk_item i on i.bulk = b.id
where b.id = $id and b.account = $account and b.at >= $since and b.undone_at is null
order by i.item;

-- query worklist_bulk_undone: it has been taken back
-- in: id int, at time
update bulk set undone_at = $at where id = $id and undone_at is null;
