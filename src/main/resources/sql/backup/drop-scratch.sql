drop database if exists ${database}
