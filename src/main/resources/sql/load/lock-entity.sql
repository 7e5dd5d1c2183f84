-- Loads of one client's entity run side by side while they only add orders that nobody had (shared); one that met
-- another's rows is repeated alone (exclusive), and so always comes through.
select ${lock}(hashtextextended('catwing load ' || ?, 0))
