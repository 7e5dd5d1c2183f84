/**
 * The demo ERP: two clients' made-up trade, told in two dialects over loopback HTTP, so that the product can be seen
 * and tested without anyone's data. {@link io.catwing.local.demo.DemoErp} is where they listen. A {@link io.catwing.local.demo.Simulation}
 * runs a client's days once and leaves a {@link io.catwing.local.demo.World}; a {@link io.catwing.local.demo.Dialect} says it as
 * records; {@link io.catwing.local.demo.Faults} and {@link io.catwing.local.demo.FaultInjection} corrupt the answers on demand. The same seed
 * always gives the same bytes. Nothing else in the product may need this package but its command.
 */
package io.catwing.local.demo;
