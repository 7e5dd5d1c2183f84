insert into general.listed_location
    (client_id, location_id, name, kind, region, latitude, longitude, opened_on)
values (?, ?, ?, ?, ?, ?, ?, ?)
