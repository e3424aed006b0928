package rtm.main.client;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Completion by the shell. */
@Command(
        name = "completion",
        description = "Print the completion script for bash.",
        footer = {
            "",
            "Example: rtmanager completion > /usr/share/bash-completion/completions/rtmanager"
        })
final class CompletionCommand implements Callable<Integer> {

    @ParentCommand @Nullable RootCommand root;

    @Spec @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        String script =
                AutoComplete.bash("rtmanager", Objects.requireNonNull(spec).root().commandLine());
        Objects.requireNonNull(root).session().screen().line(script.stripTrailing());
        return 0;
    }
}
