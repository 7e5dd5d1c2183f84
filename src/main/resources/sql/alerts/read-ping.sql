select subject from ops.ping where what = :what
