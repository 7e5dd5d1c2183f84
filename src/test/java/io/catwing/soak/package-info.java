/** What shows only after an hour: {@code mvn -Psoak verify}. */
package io.catwing.soak;
