package rtm.main.client;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.SettingsException;
import rtm.main.client.call.UnreachableException;
import rtm.main.client.call.VariablesFile;
import rtm.main.client.game.Problems;
import rtm.main.client.support.ChildProgram;
import rtm.main.client.support.Reading;
import rtm.main.client.support.Redaction;
import rtm.main.client.support.SideBySide;
import rtm.main.client.support.TarFile;
import rtm.main.client.text.Json;

/** One file with all that somebody needs who has to help from afar. */
@Command(
        name = "support",
        description = {
            "Write one tar.gz with what helps to find a fault.",
            "It has the check, settings (secrets masked), status, games, operations, streams, images, drift, the log of the unit, versions."
        },
        footer = {
            "",
            "Example: sudo rtmanager support",
            "Run it as a user who may read /etc/rtmanager/rtmanager.env and the journal; what cannot",
            "be read is named in the file. No secret of the settings is in it; read it before you",
            "give it away, since it has the names of games and images."
        })
final class SupportCommand extends ServiceCommand {

    /** What is read over HTTP has a deadline of its own, as have the programs that are run. */
    private static final Duration MORE = Duration.ofSeconds(1);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write it; must not exist. Default: a new file here.")
    @Nullable Path output;

    private final SupportSources sources;

    SupportCommand(SupportSources sources) {
        this.sources = sources;
    }

    @Override
    void run() {
        Instant now = session().clock().instant();
        String name = "rtmanager-support-" + STAMP.format(now);
        Path file = output == null ? Path.of(name + ".tar.gz") : output;
        Map<String, String> settings = read(sources.settings());
        settings.putAll(session().environment());
        Redaction redaction =
                new Redaction(
                        Stream.of(
                                        read(sources.settings()),
                                        read(session().file()),
                                        session().environment())
                                .flatMap(each -> sources.secrets().apply(each).stream())
                                .toList());
        try (TarFile tar = new TarFile(file, name, now)) {
            session().err().println("reading what the service, Docker and the journal know");
            SideBySide parts = new SideBySide(sources.patience().plus(MORE));
            parts(settings).forEach(parts::add);
            StringBuilder missing = new StringBuilder();
            Map<String, Reading> all = parts.all();
            for (Map.Entry<String, Reading> part : all.entrySet()) {
                tar.add(part.getKey(), redaction.of(part.getValue().text()));
                part.getValue()
                        .missing()
                        .map(reason -> redaction.of(part.getKey() + ": " + reason))
                        .ifPresent(line -> missing.append(line).append('\n'));
            }
            if (!missing.isEmpty()) {
                causes(all)
                        .forEach(cause ->
                                missing.append("the service says: ")
                                        .append(redaction.of(cause))
                                        .append('\n'));
                tar.add("missing.txt", missing.toString());
                missing.toString().lines().forEach(session().err()::println);
            }
        } catch (FileAlreadyExistsException _) {
            throw new FailedException(file + " exists already; choose another name with -o");
        } catch (IOException failed) {
            throw new FailedException(
                    "%s cannot be written: %s".formatted(file, failed.getMessage()));
        }
        screen().line(json() ? Json.object(Map.of("file", file.toString())) : file.toString());
    }

    /** A program that waits for a dependency may not end in time to name it. */
    private static List<String> causes(Map<String, Reading> parts) {
        Reading status = parts.getOrDefault("status.json", Reading.missing("not asked for"));
        return status.missing().isPresent()
                ? List.of()
                : Problems.of(AnswerReader.object(status.text())).lines();
    }

    private Map<String, String> read(Path file) {
        try {
            return new HashMap<>(VariablesFile.read(file));
        } catch (SettingsException unreadable) {
            session().err().println(unreadable.getMessage());
            return new HashMap<>();
        }
    }

    private Map<String, Supplier<Reading>> parts(Map<String, String> settings) {
        Map<String, Supplier<Reading>> parts = new LinkedHashMap<>();
        parts.put("versions.txt", () -> versions(settings));
        parts.put("status.json", () -> answer("/status"));
        parts.put("games.json", () -> answer("/overview?limit=1000"));
        parts.put("operations-open.json", () -> answer("/operations?open=true&limit=500"));
        parts.put("operations.json", () -> answer("/operations?limit=500"));
        parts.put("streams.json", () -> answer("/streams"));
        parts.put("images.json", () -> answer("/images"));
        parts.put("config.txt", () -> own(settings, "config"));
        parts.put("check.txt", () -> own(settings, "check"));
        parts.put("drift.txt", () -> own(settings, "reconcile", "--dry-run"));
        parts.put("log.txt", this::log);
        return parts;
    }

    private Reading answer(String path) {
        try {
            return Reading.whole(calls().read(Paths.of(path)));
        } catch (RefusedException | UnreachableException failed) {
            return Reading.missing("not read: " + failed.getMessage());
        }
    }

    private Reading own(Map<String, String> settings, String... words) {
        return ChildProgram.output(sources.program(List.of(words)), settings, sources.patience());
    }

    private Reading log() {
        return sources.log().isEmpty()
                ? Reading.missing(
                        "systemd does not run here; the log is where the service's output goes")
                : ChildProgram.output(sources.log(), Map.of(), sources.patience());
    }

    private Reading versions(Map<String, String> settings) {
        Reading version = own(settings, "version");
        return new Reading(
                "rtmanager %sjava %s\nkernel %s %s\n%s"
                        .formatted(
                                version.text(),
                                Runtime.version(),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch"),
                                system()),
                version.missing());
    }

    private static String system() {
        try {
            return Files.readString(Path.of("/etc/os-release"));
        } catch (IOException unreadable) {
            return "/etc/os-release: " + unreadable.getMessage() + "\n";
        }
    }
}
