package rtm.main.client;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command that does not ask the service.
 *
 * @param name as it is typed
 * @param description for the help
 * @param action what it does; gives the exit code
 * @param option an option without which the command is not run
 */
public record LocalCommand(
        String name, String description, IntSupplier action, Optional<String> option) {

    public LocalCommand(String name, String description, IntSupplier action) {
        this(name, description, action, Optional.empty());
    }

    /** The same command, which then must be given this option. */
    public LocalCommand onlyWith(String required) {
        return new LocalCommand(name, description, action, Optional.of(required));
    }

    CommandSpec spec() {
        Callable<Integer> call = action::getAsInt;
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
