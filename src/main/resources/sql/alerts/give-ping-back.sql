update ops.ping set subject = '' where what = :what and subject = :subject
