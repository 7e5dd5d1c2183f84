package io.catwing.cli;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Ctrl-C in a command that a service runs: the run goes on without whoever watches it, unless they say that it is to stop.
 * Where nobody can be asked it goes on.
 */
final class LeaveOrStop {
    /** Of a command that SIGINT ended, as shells have it. */
    private static final int INTERRUPTED = 130;

    private final PrintStream err;
    private final Supplier<String> run;
    private final Runnable stop;
    private final String whereSeen;
    private boolean asking;

    /**
     * @param run the name of the run under way; null where there is none that can be stopped
     * @param stop asks the service to stop it
     * @param whereSeen what shows how it ends, with its verb
     */
    LeaveOrStop(PrintStream err, Supplier<String> run, Runnable stop, String whereSeen) {
        this.err = err;
        this.run = run;
        this.stop = stop;
        this.whereSeen = whereSeen;
    }

    /**
     * By reflection, since the compiler allows no warning and gives one for this class of the JDK, which has no other way to
     * hear SIGINT and leave SIGTERM alone. In a Java without it, Ctrl-C ends the command as it ends any other.
     */
    void listen() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Class<?> signal = Class.forName("sun.misc.Signal");
            // A signal is handled in a thread of its own, so a second Ctrl-C is heard while the first one asks.
            Object asking = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        interrupted();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), asking);
        } catch (ReflectiveOperationException none) {
            err.println("catwing: this Java does not tell of Ctrl-C, which leaves the run to the service");
        }
    }

    private void interrupted() {
        String name = run.get();
        if (name != null && mayAsk() && isToStop(name)) {
            stop.run();
            return;
        }
        err.println("catwing: the service goes on with it; " + whereSeen + " what comes of it"
                + (name == null ? "" : ", and ./catwing stop " + name + " ends it"));
        System.exit(INTERRUPTED);
    }

    /** A second Ctrl-C is somebody who wants to leave. */
    private synchronized boolean mayAsk() {
        boolean first = !asking;
        asking = true;
        return first && System.console() != null;
    }

    private boolean isToStop(String name) {
        Console terminal = System.console();
        String answer = terminal.readLine("%nRun %s is the service's. Does it go on? [Y/n] ", name);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("n");
    }
}
