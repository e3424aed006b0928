package rtm.main.client;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import rtm.main.client.text.Roff;

/** The manual page, from the same words as the help. */
@Command(
        name = "manual",
        description = "Print the manual page, as it is in share/man/man1.",
        footer = {"", "Example: rtmanager manual | man -l -"})
final class ManualCommand implements Callable<Integer> {

    @ParentCommand @Nullable RootCommand root;

    @Spec @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Objects.requireNonNull(root)
                .session()
                .screen()
                .line(page(Objects.requireNonNull(spec).root()).stripTrailing());
        return 0;
    }

    static String page(CommandSpec program) {
        Roff page = new Roff(program.name(), 1);
        page.section("NAME")
                .text(
                        program.name()
                                + " - "
                                + String.join(" ", program.usageMessage().description()));
        page.section("SYNOPSIS").verbatim(program.name() + " [OPTIONS] COMMAND [ARGUMENTS]");
        page.section("OPTIONS");
        options(page, program, false);
        page.section("COMMANDS");
        program.subcommands().values().forEach(command -> command(page, command.getCommandSpec()));
        page.section("NOTES").verbatim(String.join("\n", program.usageMessage().footer()).strip());
        page.section("FILES")
                .term("/etc/rtmanager/client.env", "Address and token for the commands.")
                .term("/etc/rtmanager/rtmanager.env", "Settings of the service.");
        return page.toString();
    }

    private static void command(Roff page, CommandSpec command) {
        page.subsection(command.qualifiedName());
        page.text(String.join(" ", command.usageMessage().description()));
        command.positionalParameters()
                .forEach(
                        each -> page.term(each.paramLabel(), String.join(" ", each.description())));
        options(page, command, true);
        String footer = String.join("\n", command.usageMessage().footer()).strip();
        if (!footer.isEmpty()) {
            page.verbatim(footer);
        }
        command.subcommands().values().forEach(each -> command(page, each.getCommandSpec()));
    }

    /**
     * @param own whether without those that every command has
     */
    private static void options(Roff page, CommandSpec command, boolean own) {
        command.options().stream()
                .filter(option -> !own || !option.inherited())
                .forEach(option ->
                        page.term(
                                String.join(", ", option.names())
                                        + (option.arity().max() > 0
                                                ? " " + option.paramLabel()
                                                : ""),
                                String.join(" ", option.description())
                                        .replace(
                                                "${DEFAULT-VALUE}",
                                                String.valueOf(option.defaultValue()))
                                        .replace(
                                                "${COMPLETION-CANDIDATES}",
                                                candidates(option.completionCandidates()))));
    }

    private static String candidates(@Nullable Iterable<String> candidates) {
        return candidates == null ? "" : String.join(", ", candidates);
    }
}
