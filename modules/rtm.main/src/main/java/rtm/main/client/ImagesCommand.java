package rtm.main.client;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.domain.text.Ages;
import rtm.domain.text.Bytes;
import rtm.domain.text.PlainText;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServerEvent;
import rtm.main.client.text.Json;
import rtm.main.client.text.Table;

/** The images of the host. */
@Command(
        name = "images",
        description = "List the images of this host that games use or used.",
        footer = {
            "",
            "Examples: rtmanager images",
            "          rtmanager images pull galaxy/game:1.4.0",
            "          rtmanager images prune --dry-run"
        })
final class ImagesCommand extends ServiceCommand {

    private static final String PATH = Paths.of("/images");

    @Mixin final NodesCommand.NodeOption node = new NodesCommand.NodeOption();

    @Override
    void run() {
        shownOrRead(calls().read(PATH + node.query("?"))).ifPresent(this::print);
    }

    private void print(Fields answer) {
        Table table = new Table("IMAGE", "SIZE", "GAMES", "LAST USED", "KEPT BECAUSE");
        for (Fields image : answer.list("items")) {
            table.row(
                    image.shown("image_ref"),
                    Bytes.of(image.decimal("size_bytes").orElse(0)),
                    Long.toString(image.number("games").orElse(0)),
                    image.time("last_used_at")
                            .map(then -> Ages.since(then, session().clock().instant()))
                            .orElse("-"),
                    image.text("kept").orElse("-"));
        }
        table.print(screen());
    }

    /** Pulls one. */
    @Command(
            name = "pull",
            description = "Pull an image, so that the start of a game does not have to.",
            footer = {"", "Example: rtmanager images pull galaxy/game:1.4.0"})
    static final class Pull extends ServiceCommand {

        @Parameters(paramLabel = "IMAGE", description = "The image.")
        @Nullable String image;

        @Mixin final NodesCommand.NodeOption node = new NodesCommand.NodeOption();

        private boolean pulled;

        @Override
        void run() {
            calls().change(
                            PATH + "/pull" + node.query("?"),
                            ChangeCommand.body("image_ref", Objects.requireNonNull(image)).get(),
                            this::take);
            if (!pulled) {
                throw new FailedException("The service ended the stream before the pull was done.");
            }
        }

        private boolean take(ServerEvent event) {
            Fields fields = event.fields();
            switch (event.name()) {
                case "end" -> pulled = "pulled".equals(fields.shown("reason"));
                case "failed" ->
                        throw new FailedException(fields.shown("code"), fields.shown("message"));
                default -> {}
            }
            if (json()) {
                screen().line(PlainText.json(event.data()));
            } else {
                screen().line(
                                pulled
                                        ? "pulled " + PlainText.line(String.valueOf(image))
                                        : fields.text("words")
                                                .orElseGet(() -> fields.shown("reason")));
            }
            return !pulled;
        }
    }

    /** Removes those that no game needs. */
    @Command(
            name = "prune",
            description = {
                "Remove images of games that nothing needs.",
                "They are of repositories that a record has named. Those that a container or a game needs stay, and those that were built, pulled or used within 30 days."
            },
            footer = {
                "",
                "Examples: rtmanager images prune --dry-run",
                "          rtmanager images prune",
                "Exit code 1 if an image was not removed; the images are named."
            })
    static final class Prune extends ServiceCommand {

        @Option(names = "--dry-run", description = "Only name the images.")
        boolean dryRun;

        @Mixin final NodesCommand.NodeOption node = new NodesCommand.NodeOption();

        @Override
        void run() {
            List<String> images =
                    AnswerReader.object(calls().read(PATH + node.query("?"))).list("items").stream()
                            .filter(image -> image.text("kept").isEmpty())
                            .flatMap(image -> image.text("image_ref").stream())
                            .toList();
            if (json() && (dryRun || images.isEmpty())) {
                screen().line(Json.items("image_ref", images));
            } else if (images.isEmpty()) {
                session().err().println("No image may be removed; see: rtmanager images");
            } else if (dryRun) {
                images.forEach(screen()::line);
            } else {
                remove(images);
            }
        }

        /** The service looks at each again before it removes it. */
        private void remove(List<String> images) {
            session().err().println("To be removed: " + String.join(", ", images));
            OneByOne removals =
                    new OneByOne(
                            this,
                            "removed",
                            image ->
                                    calls().change(
                                                    "DELETE",
                                                    PATH
                                                            + "?image_ref="
                                                            + Paths.encoded(image)
                                                            + node.query("&"),
                                                    Optional.empty())
                                            .answer());
            removals.all(images);
            removals.end();
        }
    }
}
