-- Whether every step of a run that failed is the load of a file that is refused as it is.
select not exists (
    select
    from ops.run_step as s
    where s.run_id = :run
      and s.outcome = 'FAILED'
      and not (
          s.stage = 'load'
          and exists (
              select
              from ops.refused_file as f
              where f.client_id = s.client_id and f.entity = s.subject and f.source_date = s.source_date
          )
      )
)
