package rtm.docker.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerObjectTest {

    private static final int ANSWERS = 16;

    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void aTreeOfVeryManyValuesIsRefusedThoughItsTextIsShort() {
        String text = "{\"a\":[" + "{},".repeat(200_000) + "{}]}";

        assertThatThrownBy(() -> AnswerObject.object(stream(text)))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageContaining("200000");
    }

    @Test
    void aContainerWithTenThousandLabelsIsRead() throws Exception {
        StringBuilder labels = new StringBuilder("{\"Id\":\"c1\",\"Labels\":{");
        for (int i = 0; i < 10_000; i++) {
            labels.append("\"label-%d\":\"value\",".formatted(i));
        }

        JsonNode read = AnswerObject.object(stream(labels.append("\"last\":\"\"}}").toString()));

        assertThat(read.path("Labels").size()).isEqualTo(10_001);
    }

    @Test
    void longAnswersAreReadOneAfterTheOtherAndEachIsWhole() throws Exception {
        List<Callable<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < ANSWERS; i++) {
            answers.add(
                    () -> AnswerObject.object(new Counted(stream(longText()))).path("a").size());
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> read : threads.invokeAll(answers)) {
                assertThat(read.get()).isEqualTo(100_000);
            }
        }
        assertThat(most.get()).isEqualTo(1);
    }

    private static String longText() {
        return "{\"a\":[" + "12345678,".repeat(99_999) + "1]}";
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** Counts how many answers are read beyond the length of a short one at the same time. */
    private final class Counted extends FilterInputStream {
        private long bytes;
        private boolean counted;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (!counted && bytes > 2 * AnswerObject.SHORT) {
                counted = true;
                most.accumulateAndGet(reading.incrementAndGet(), Math::max);
            }
            int read = super.read(target, from, length);
            bytes += Math.max(0, read);
            if (counted && read < 0) {
                counted = false;
                reading.decrementAndGet();
            }
            return read;
        }
    }
}
