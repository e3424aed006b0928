package rtm.main.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
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
 * @param variant another way to run it, if there is one
 */
public record LocalCommand(
        String name,
        String description,
        IntSupplier action,
        Optional<String> option,
        Optional<IntSupplier> json,
        Optional<Variant> variant) {

    public LocalCommand(String name, String description, IntSupplier action) {
        this(name, description, action, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Another way to run a command.
     *
     * @param option that selects it
     * @param description for the help
     * @param action what it does, with or without JSON; gives the exit code
     */
    public record Variant(String option, String description, ToIntFunction<Boolean> action) {}

    /** The same command, which then must be given this option. */
    public LocalCommand onlyWith(String required) {
        return new LocalCommand(name, description, action, Optional.of(required), json, variant);
    }

    /** The same command, which can also print JSON. */
    public LocalCommand orJson(IntSupplier printing) {
        return new LocalCommand(name, description, action, option, Optional.of(printing), variant);
    }

    /** The same command, which can also be run in another way. */
    public LocalCommand or(Variant other) {
        return new LocalCommand(name, description, action, option, json, Optional.of(other));
    }

    private int run(RootCommand root, CommandSpec spec) {
        Optional<Variant> chosen =
                variant.filter(
                        other -> Boolean.TRUE.equals(spec.findOption(other.option()).getValue()));
        if (chosen.isPresent()) {
            return chosen.orElseThrow().action().applyAsInt(root.json);
        }
        if (!root.json) {
            return action.getAsInt();
        }
        return json.orElseThrow(() -> new UsageException(name + " has no --json")).getAsInt();
    }

    /** How it is typed in each of its ways. */
    private String[] examples() {
        String usual = "rtmanager " + name + option.map(" "::concat).orElse("");
        List<String> ways = new ArrayList<>(List.of(usual));
        json.ifPresent(_ -> ways.add(usual + " --json"));
        variant.ifPresent(other -> ways.add(usual + " " + other.option()));
        String head = ways.size() == 1 ? "Example: " : "Examples: ";
        return new String[] {"", head + String.join("\n" + " ".repeat(head.length()), ways)};
    }

    CommandSpec spec(RootCommand root) {
        AtomicReference<CommandSpec> self = new AtomicReference<>();
        Callable<Integer> call = () -> run(root, Objects.requireNonNull(self.get()));
        CommandSpec spec = CommandSpec.wrapWithoutInspection(call);
        self.set(spec);
        spec.name(name);
        spec.usageMessage().description(description).footer(examples());
        option.ifPresent(required ->
                spec.addOption(
                        OptionSpec.builder(required)
                                .type(boolean.class)
                                .required(true)
                                .description("The only way to run it so far.")
                                .build()));
        variant.ifPresent(other ->
                spec.addOption(
                        OptionSpec.builder(other.option())
                                .type(boolean.class)
                                .description(other.description())
                                .build()));
        return spec;
    }
}
