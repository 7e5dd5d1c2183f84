# The service as an image, without embedded servers and demo. It needs the jar of: mvn -Pservice -DskipTests package
# How to run it: docs/how-to/run-in-a-container.md
FROM debian:13-slim AS java
# Java 21; a pg_dump of PostgreSQL 17, which dumps servers up to its own major version; what compresses dumps.
RUN apt-get update -q \
 && apt-get install -yq --no-install-recommends ca-certificates openjdk-21-jre-headless postgresql-client-17 libdeflate0 \
 && rm -rf /var/lib/apt/lists/* /var/log/*.log /var/cache/debconf/*-old
# The same script for the entry point and for: docker exec CONTAINER catwing status
RUN printf '%s\n' \
      '#!/bin/sh' \
      '# Files of CATWING_HOME are readable only by their owner; see docs/reference/configuration.md.' \
      '# The second compiler leaves alone what only starts: docs/decisions/0033-a-start-costs-what-the-command-needs.md.' \
      'umask 077' \
      '# Split as for Java below; no names of files in place of a *. Whatever is not true is false to Java.' \
      'set -f' \
      'for option in ${CATWING_JAVA_OPTS:-}; do' \
      '  case $option in' \
      '    -Dcom.sun.management.jmxremote.ssl=true | -Dcom.sun.management.jmxremote.authenticate=true) ;;' \
      '    -Dcom.sun.management.jmxremote.ssl | -Dcom.sun.management.jmxremote.ssl=* | \' \
      '      -Dcom.sun.management.jmxremote.authenticate | -Dcom.sun.management.jmxremote.authenticate=*)' \
      '      echo "catwing: CATWING_JAVA_OPTS opens JMX without TLS or a password" >&2' \
      '      echo "HINT: leave jmxremote.ssl and jmxremote.authenticate out: see docs/reference/service.md" >&2' \
      '      exit 2' \
      '      ;;' \
      '  esac' \
      'done' \
      'exec java -XX:SharedArchiveFile=/app/catwing.jsa -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \' \
      '  -Xlog:cds=off -Xlog:cds+dynamic=off \' \
      '  -XX:Tier4InvocationThreshold=1000000 -XX:Tier4MinInvocationThreshold=120000 \' \
      '  -XX:Tier4CompileThreshold=3000000 -XX:Tier4BackEdgeThreshold=8000000 \' \
      '  ${CATWING_JAVA_OPTS:--XX:+UseSerialGC -XX:MaxRAMPercentage=60} -jar /app/catwing-service.jar "$@"' \
      > /usr/local/bin/catwing \
 && chmod 755 /usr/local/bin/catwing \
 && install -d -o 10001 -g 10001 -m 700 /var/lib/catwing
ENV LANG=C.UTF-8 \
    CATWING_HOME=/var/lib/catwing \
    CATWING_CLIENTS=/etc/catwing/clients \
    CATWING_ROUTES=/etc/catwing/routes

FROM java AS layers
WORKDIR /build
COPY target/catwing-service.jar .
RUN java -Djarmode=tools -jar catwing-service.jar extract --layers --destination layers

FROM java AS app
WORKDIR /app
# What changes least comes first: a new version of catwing is one small layer.
COPY --from=layers /build/layers/dependencies/ ./
COPY --from=layers /build/layers/spring-boot-loader/ ./
COPY --from=layers /build/layers/snapshot-dependencies/ ./
COPY --from=layers /build/layers/application/ ./
# Class-data archive of what the JVM loads while the service's beans are made, and no server is called; without the classes by which
# it would end as soon as an agent or a recording is to see what it loads.
RUN mkdir /tmp/clients /tmp/routes \
 && CATWING_HOME=/tmp/home CATWING_CLIENTS=/tmp/clients CATWING_ROUTES=/tmp/routes \
    CATWING_DB_URL=jdbc:postgresql://127.0.0.1:9/none CATWING_DB_USER=none CATWING_DB_PASSWORD=none \
    CATWING_DB_REQUIRED=false SPRING_FLYWAY_ENABLED=false \
    CATWING_S3_ENDPOINT=http://127.0.0.1:9 CATWING_S3_ACCESS_KEY=none CATWING_S3_SECRET_KEY=none \
    java -XX:DumpLoadedClassList=/tmp/classes.txt -Xlog:disable -XX:+UseSerialGC -Dspring.context.exit=onRefresh \
      -jar /app/catwing-service.jar serve \
 && java -cp /app/catwing-service.jar io.catwing.cli.ArchivedClasses /app/catwing-service.jar /tmp/classes.txt \
 && java -Xshare:dump -XX:SharedClassListFile=/tmp/classes.txt -XX:SharedArchiveFile=catwing.jsa -Xlog:disable -XX:+UseSerialGC \
      -cp /app/catwing-service.jar \
 && test -s catwing.jsa \
 && rm -rf /tmp/home /tmp/clients /tmp/routes /tmp/classes.txt /tmp/hsperfdata_*

# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /etc/catwing
EXPOSE 8080
# All that is written: the home, which a service should keep, and temporary files.
VOLUME ["/var/lib/catwing", "/tmp"]
ENTRYPOINT ["catwing"]
CMD ["serve"]
