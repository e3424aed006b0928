package rtm.main.client;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import rtm.main.client.call.UsageException;

/**
 * A command that does not ask the service.
 *
 * @param name as it is typed
 * @param description for the help
 * @param action what it does; gives the exit code
 * @param option an option without which the command is not run
 * @param json the same action that prints JSON, if there is one
 */
public record LocalCommand(
        String name,
        String description,
        IntSupplier action,
        Optional<String> option,
        Optional<IntSupplier> json) {

    public LocalCommand(String name, String description, IntSupplier action) {
        this(name, description, action, Optional.empty(), Optional.empty());
    }

    /** The same command, which then must be given this option. */
    public LocalCommand onlyWith(String required) {
        return new LocalCommand(name, description, action, Optional.of(required), json);
    }

    /** The same command, which can also print JSON. */
    public LocalCommand orJson(IntSupplier printing) {
        return new LocalCommand(name, description, action, option, Optional.of(printing));
    }

    private int run(RootCommand root) {
        if (!root.json) {
            return action.getAsInt();
        }
        return json.orElseThrow(() -> new UsageException(name + " has no --json")).getAsInt();
    }

    CommandSpec spec(RootCommand root) {
        Callable<Integer> call = () -> run(root);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(call);
        spec.name(name);
        spec.usageMessage().description(description);
        option.ifPresent(required ->
                spec.addOption(
                        OptionSpec.builder(required)
                                .type(boolean.class)
                                .required(true)
                                .description("The only way to run it so far.")
                                .build()));
        return spec;
    }
}
