-- Of a file's records with one key: the mean price of a piece, by their quantities; the last record's price where no quantity weighs it.
case when count(*) > 1 then coalesce(
    trim_scale(round(
        sum(${price} * quantity) filter (where quantity > 0) / sum(quantity) filter (where quantity > 0 and ${price} is not null),
        20)),
    (array_agg(${price} order by version desc))[1])
else min(${price}) end
