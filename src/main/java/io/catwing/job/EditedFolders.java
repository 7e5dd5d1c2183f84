package io.catwing.job;

import io.catwing.client.OwnFolder;
import io.catwing.failure.Health;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Fails while a folder of the user's holds something else than what the service read at its start, and goes on with. */
@Component
@ConditionalOnWebApplication
public class EditedFolders extends Health {
    private final List<OwnFolder> folders;

    EditedFolders(List<OwnFolder> folders) {
        super("own-folders", "the folders cannot be read");
        this.folders = folders;
    }

    @Override
    public boolean asksServers() {
        return false;
    }

    @Override
    public Optional<String> problem() {
        List<OwnFolder> edited = folders.stream().filter(OwnFolder::hasChanged).toList();
        return edited.isEmpty()
                ? Optional.empty()
                : Optional.of(edited.stream()
                        .map(folder -> folder.folder().toString())
                        .sorted()
                        .collect(Collectors.joining(
                                " and ",
                                "",
                                " changed since the service started, which goes on with what it read then\nHINT: restart it;"
                                        + " ./catwing check tells before whether it would start")));
    }
}
