-- Whether there is anything to do, and whether it is everything.
select exists (select from pending) or exists (select from touched_cost) or exists (select from mark),
       exists (select from mark where topic = 'client')
