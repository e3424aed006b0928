package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.Labels;
import rtm.domain.model.StreamOffset;
import rtm.domain.rule.DecodedJob;
import rtm.domain.rule.JobDecoder;
import rtm.testkit.document.Fuzz;

/** Thousands of almost valid entries: one result for each with a valid game id. */
class JobGarbageTest {

    private static final int AT_ONCE = 2_500;
    private static final List<String> GAMES =
            List.of(
                    "",
                    " ",
                    "-g",
                    "g-",
                    "a_b",
                    "../../etc",
                    "g\u0000",
                    "\ufffd\ufffd",
                    "g/1",
                    "g".repeat(51),
                    "g".repeat(52),
                    "9".repeat(400),
                    "{\"g\":1}",
                    "G\u00e9");
    private static final List<String> IMAGES =
            List.of(
                    WorkersWorld.IMAGE,
                    "galaxy/unknown:1.0.0",
                    "",
                    "Galaxy//Game::",
                    "-v /:/host alpine",
                    "x".repeat(9_000),
                    "galaxy/game:1.4.0\u0000",
                    "\ufffd",
                    "[".repeat(300));
    private static final List<String> REASONS =
            List.of("cancelled", "finished", "timeout", "", "bored", "CANCELLED", "\ufffd\ufffd");
    private static final List<String> TIMES =
            List.of("1714081234567", "0", "", "-1", "1e3", "9".repeat(19), "9".repeat(5_000), "x");

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final Fuzz fuzz = Fuzz.fromEnvironment();
    private final Random random = new Random(fuzz.seed());
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    void eachEntryEndsInOneResultOrIsSkippedAndNothingElseHappens(@TempDir Path folder)
            throws Exception {
        long before = 0;
        for (int done = 0; done < fuzz.count(); done += AT_ONCE) {
            throwEntries(Files.createDirectory(folder.resolve("root-" + done)));
            // The captured log is many times larger than the memory to measure.
            log.forget();
            before = done == 0 ? Fuzz.usedHeap() : before;
        }
        long after = Fuzz.usedHeap();
        fuzz.print("stream entries", outcomes, before, after);

        assertThat(after).as("memory stays flat").isLessThan(before + Fuzz.SLACK_BYTES);
    }

    private void throwEntries(Path root) throws Exception {
        WorkersWorld world = new WorkersWorld(root);
        try {
            List<JobEntry> entries = new ArrayList<>();
            for (int i = 1; i <= AT_ONCE; i++) {
                JobStream stream =
                        random.nextBoolean() ? JobStream.START_JOBS : JobStream.STOP_JOBS;
                JobEntry entry = new JobEntry(stream, new EntryId(i, 0), fields(stream));
                entries.add(entry);
                world.streams.addAt(stream, entry.id(), entry.fields());
            }
            world.process().start();
            List<DecodedJob> usable =
                    entries.stream()
                            .map(JobDecoder::decode)
                            .filter(job -> !(job instanceof DecodedJob.Unusable))
                            .toList();
            world.awaitResults(usable.size());
            awaitOffsets(world, entries);
            assertHarmless(world, root, usable);
            count(world, entries.size() - usable.size());
        } finally {
            world.close();
        }
    }

    private static void awaitOffsets(WorkersWorld world, List<JobEntry> entries) throws Exception {
        for (JobStream stream : JobStream.values()) {
            Optional<EntryId> last =
                    entries.stream()
                            .filter(entry -> entry.stream() == stream)
                            .map(JobEntry::id)
                            .reduce((_, later) -> later);
            world.await(
                    "the last offset of " + stream,
                    () -> world.streams.savedOffset(stream).map(StreamOffset::id).equals(last));
        }
    }

    private void assertHarmless(WorkersWorld world, Path root, List<DecodedJob> usable)
            throws Exception {
        Set<String> games = usable.stream().map(JobGarbageTest::game).collect(Collectors.toSet());
        assertThat(world.results())
                .as("one result each, seed " + fuzz.seed())
                .hasSameSizeAs(usable);
        assertThat(world.open()).isEmpty();
        assertThat(world.daemon.containers())
                .allSatisfy(container -> {
                    assertThat(container.image()).isEqualTo(WorkersWorld.IMAGE);
                    assertThat(games).contains(container.labels().get(Labels.GAME_ID));
                });
        try (Stream<Path> folders = Files.list(root)) {
            assertThat(games)
                    .containsAll(folders.map(path -> path.getFileName().toString()).toList());
        }
    }

    private static String game(DecodedJob job) {
        return switch (job) {
            case DecodedJob.Start start -> start.gameId().value();
            case DecodedJob.Stop stop -> stop.gameId().value();
            case DecodedJob.Malformed malformed -> malformed.gameId().value();
            case DecodedJob.Unusable unusable -> throw new AssertionError(unusable);
        };
    }

    private void count(WorkersWorld world, int skipped) {
        outcomes.merge("skipped", skipped, Integer::sum);
        world.results()
                .forEach(result ->
                        outcomes.merge(result.substring(result.indexOf(' ') + 1), 1, Integer::sum));
    }

    private List<JobEntry.Field> fields(JobStream stream) {
        Set<JobEntry.Field> fields = new LinkedHashSet<>();
        add(fields, "game_id", random.nextInt(4) == 0 ? any(GAMES) : "game-" + random.nextInt(300));
        switch (stream) {
            case START_JOBS -> add(fields, "image_ref", any(IMAGES));
            case STOP_JOBS -> add(fields, "reason", any(REASONS));
        }
        add(fields, "requested_at_ms", random.nextInt(3) == 0 ? any(TIMES) : "1714081234567");
        if (random.nextInt(8) == 0) {
            add(fields, any(List.of("traceparent", "", "\ufffd", "x".repeat(3_000))), "{}");
        }
        return List.copyOf(fields);
    }

    /** Sometimes leaves a field out, or adds it twice. */
    private void add(Set<JobEntry.Field> fields, String name, String value) {
        int chance = random.nextInt(20);
        if (chance > 0) {
            fields.add(new JobEntry.Field(name, value));
        }
        if (chance == 1) {
            fields.add(new JobEntry.Field(name, value + "x"));
        }
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
