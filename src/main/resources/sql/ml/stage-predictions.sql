create temporary table checked_prediction (like general.prediction including all) on commit drop
