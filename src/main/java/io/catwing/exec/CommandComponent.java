package io.catwing.exec;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.exec.ExecComponent;
import org.apache.camel.component.exec.ExecEndpoint;

/** The component behind {@code exec:}: every endpoint runs commands our way, so that no route can forget to. */
public final class CommandComponent extends ExecComponent {
    private final CommandExecutor executor;

    public CommandComponent(CommandExecutor executor) {
        this.executor = executor;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ExecEndpoint endpoint = (ExecEndpoint) super.createEndpoint(uri, remaining, parameters);
        endpoint.setBinding(new CommandBinding());
        endpoint.setCommandExecutor(executor);
        return endpoint;
    }
}
