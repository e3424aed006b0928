package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static rtm.domain.model.JobStream.START_JOBS;
import static rtm.domain.model.JobStream.STOP_JOBS;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.StopReason;

class JobDecoderTest {

    private static final GameId GAME = new GameId("game-1");
    private static final String IMAGE = "galaxy/game:1.4.0";
    private static final String AT = "1714081234567";

    @Test
    void aStartJobOfTheContractIsRead() {
        assertThat(JobDecoder.decode(start("game-1", IMAGE, AT)))
                .isEqualTo(new DecodedJob.Start(GAME, new ImageReference(IMAGE)));
    }

    @ParameterizedTest
    @EnumSource
    void aStopJobOfTheContractIsRead(StopReason reason) {
        assertThat(JobDecoder.decode(stop("game-1", reason.wire(), AT)))
                .isEqualTo(new DecodedJob.Stop(GAME, reason));
    }

    @Test
    void fieldsThatAreNotKnownAreIgnoredEvenWhenRepeated() {
        JobEntry entry =
                SampleJobEntries.entry(
                        STOP_JOBS,
                        "x",
                        "1",
                        "requested_at_ms",
                        AT,
                        "x",
                        "2",
                        "reason",
                        "finished",
                        "image_ref",
                        "a",
                        "image_ref",
                        "b",
                        "game_id",
                        "game-1");

        assertThat(JobDecoder.decode(entry))
                .isEqualTo(new DecodedJob.Stop(GAME, StopReason.FINISHED));
    }

    @Test
    void whatAnEntrySaysOfATraceIsReadAndNeverAReasonToRefuseIt() {
        assertThat(JobDecoder.traceparent(start("game-1", IMAGE, AT))).isEmpty();
        assertThat(
                        JobDecoder.traceparent(
                                SampleJobEntries.entry(STOP_JOBS, "traceparent", "00-a-b-01")))
                .contains("00-a-b-01");
        assertThat(
                        JobDecoder.traceparent(
                                SampleJobEntries.entry(
                                        STOP_JOBS, "traceparent", "a", "traceparent", "b")))
                .isEmpty();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("image_ref is missing", without(START_JOBS, "image_ref")),
                arguments("image_ref is repeated", twice(START_JOBS, "image_ref", IMAGE)),
                arguments("image_ref is empty", start("game-1", "", AT)),
                arguments("image_ref is not a Docker", start("game-1", "Galaxy//Game::", AT)),
                arguments("image_ref is not a Docker", start("game-1", "../../etc", AT)),
                arguments("image_ref is not a Docker", start("game-1", IMAGE + "\n", AT)),
                arguments("image_ref is not a Docker", start("game-1", "a".repeat(100_000), AT)),
                arguments("requested_at_ms is missing", without(START_JOBS, "requested_at_ms")),
                arguments("requested_at_ms is repeated", twice(START_JOBS, "requested_at_ms", AT)),
                arguments("requested_at_ms is empty", start("game-1", IMAGE, "")),
                arguments("requested_at_ms is not a number", start("game-1", IMAGE, "soon")),
                arguments("requested_at_ms is not a number", start("game-1", IMAGE, "-1")),
                arguments("requested_at_ms is not a number", start("game-1", IMAGE, "1.5")),
                arguments("requested_at_ms is not a number", start("game-1", IMAGE, "1e9")),
                arguments("requested_at_ms is not a number", start("game-1", IMAGE, "1 ")),
                arguments(
                        "requested_at_ms is not a number", start("game-1", IMAGE, "9".repeat(40))),
                arguments("reason is missing", without(STOP_JOBS, "reason")),
                arguments("reason is repeated", twice(STOP_JOBS, "reason", "cancelled")),
                arguments("reason is empty", stop("game-1", "", AT)),
                arguments("reason is unknown", stop("game-1", "because", AT)),
                arguments("reason is unknown", stop("game-1", "Cancelled", AT)),
                arguments("requested_at_ms is missing", without(STOP_JOBS, "requested_at_ms")),
                arguments("requested_at_ms is not a number", stop("game-1", "cancelled", "x")));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsMalformedIsAnsweredWithItsStreamsCode(String words, JobEntry entry) {
        assertThat(JobDecoder.decode(entry))
                .isInstanceOfSatisfying(
                        DecodedJob.Malformed.class,
                        job -> {
                            assertThat(job.gameId()).isEqualTo(GAME);
                            assertThat(job.message()).startsWith(words).hasSizeLessThan(700);
                            boolean start = entry.stream() == START_JOBS;
                            assertThat(job.image().isPresent()).isEqualTo(start);
                            assertThat(job.code())
                                    .isEqualTo(
                                            start
                                                    ? ErrorCode.START_CONFIG_INVALID
                                                    : ErrorCode.INVALID_REQUEST);
                        });
    }

    @Test
    void aMalformedStartKeepsTheImageAsItCameAndNoMoreThanFitsARow() {
        assertThat(image(start("game-1", "Galaxy//Game::", AT))).isEqualTo("Galaxy//Game::");
        assertThat(image(start("game-1", "a".repeat(100_000), AT))).hasSize(512);
        assertThat(image(without(START_JOBS, "image_ref"))).isEmpty();
    }

    @Test
    void whatIsKeptOfAMalformedStartCanBeStoredAndComesBackTheSame() {
        String half = "a".repeat(511) + "😀";

        assertThat(image(start("game-1", "a\0b", AT))).isEqualTo("a\uFFFDb");
        assertThat(image(start("game-1", half, AT))).isEqualTo("a".repeat(511));
    }

    static Stream<JobEntry> unusable() {
        return Stream.of(
                SampleJobEntries.entry(START_JOBS),
                SampleJobEntries.entry(STOP_JOBS),
                without(START_JOBS, "game_id"),
                twice(START_JOBS, "game_id", "game-1"),
                twice(STOP_JOBS, "game_id", "game-2"),
                start("", IMAGE, AT),
                start("../../etc", IMAGE, AT),
                start("game-1\n", IMAGE, AT),
                start("a".repeat(600), IMAGE, AT),
                stop("-", "cancelled", AT),
                SampleJobEntries.entry(START_JOBS, "GAME_ID", "game-1", "image_ref", IMAGE));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void withoutAValidGameThereIsNobodyToAnswer(JobEntry entry) {
        assertThat(JobDecoder.decode(entry))
                .isInstanceOfSatisfying(
                        DecodedJob.Unusable.class,
                        job -> assertThat(job.message()).contains("game_id").hasSizeLessThan(700));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "999999999999999999"})
    void anyNumberOfMillisecondsWillDo(String at) {
        assertThat(JobDecoder.decode(start("game-1", IMAGE, at)))
                .isInstanceOf(DecodedJob.Start.class);
    }

    private static String image(JobEntry entry) {
        return ((DecodedJob.Malformed) JobDecoder.decode(entry)).image().orElseThrow();
    }

    private static JobEntry start(String game, String image, String at) {
        return SampleJobEntries.entry(
                START_JOBS, "game_id", game, "image_ref", image, "requested_at_ms", at);
    }

    private static JobEntry stop(String game, String reason, String at) {
        return SampleJobEntries.entry(
                STOP_JOBS, "game_id", game, "reason", reason, "requested_at_ms", at);
    }

    private static JobEntry good(JobStream stream) {
        return switch (stream) {
            case START_JOBS -> start("game-1", IMAGE, AT);
            case STOP_JOBS -> stop("game-1", "cancelled", AT);
        };
    }

    private static JobEntry without(JobStream stream, String field) {
        JobEntry good = good(stream);
        return new JobEntry(
                stream,
                good.id(),
                good.fields().stream().filter(each -> !each.name().equals(field)).toList());
    }

    private static JobEntry twice(JobStream stream, String field, String value) {
        JobEntry good = good(stream);
        Stream<JobEntry.Field> once = good.fields().stream();
        return new JobEntry(
                stream,
                good.id(),
                Stream.concat(once, Stream.of(new JobEntry.Field(field, value))).toList());
    }
}
