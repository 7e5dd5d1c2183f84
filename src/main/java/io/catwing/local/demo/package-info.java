/**
 * The demo ERP: two clients' simulated trade, served in two dialects over loopback HTTP, so that the product can be shown
 * and tested without anyone's data. {@link io.catwing.local.demo.DemoErp} serves it. A {@link io.catwing.local.demo.Simulation}
 * runs a client's days once and leaves a {@link io.catwing.local.demo.World}; a {@link io.catwing.local.demo.Dialect} says it as
 * records; {@link io.catwing.local.demo.Faults} and {@link io.catwing.local.demo.FaultInjection} corrupt the answers on demand. The same seed
 * always gives the same bytes. Nothing else in the product may use this package except its command.
 */
package io.catwing.local.demo;
