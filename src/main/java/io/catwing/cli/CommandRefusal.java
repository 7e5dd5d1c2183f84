package io.catwing.cli;

import io.catwing.failure.Failure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells what was wrong with a command, or why it was refused. A class in place of two lambdas, for the archive of classes: a lambda links the
 * class or interface that it is made of, and picocli's, which are as old as Java 5, are not put into the archive once they are linked. They would be
 * looked for in all the jars of the class path, at each start. {@code ArchivedClassesIT} sees to it.
 */
final class CommandRefusal implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        PrintWriter err = wrong.getCommandLine().getErr();
        err.println("catwing: " + wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("HINT: '" + wrong.getCommandLine().getCommandSpec().qualifiedName()
                    + " --help' shows what it takes");
        }
        err.flush();
        return CatwingCommand.REFUSED;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine failed, ParseResult parsed) {
        PrintWriter err = failed.getErr();
        err.println("catwing: " + Failure.describe(exception));
        err.flush();
        return CatwingCommand.REFUSED;
    }
}
