package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamsCommandTest {

    private static final String STREAMS =
            """
            {"items":[
             {"stream":"runtime:start_jobs","length":1200,"reader":"rtmanager","read_to":"17-3","lag":1000,"trimmed":%s,"kept":null},
             {"stream":"runtime:job_results","length":7,"reader":"lobby","read_to":null,"lag":null,"trimmed":null,"kept":"its reader has saved no offset"}]}
            """;

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        service.answers("GET /api/v1/internal/streams", STREAMS.formatted("null"));
        service.answers("POST /api/v1/internal/streams/trim", STREAMS.formatted("42"));
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void lengthAndLagAreShown() {
        assertThat(service.types("streams")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "STREAM               LENGTH  READER     READ TO  LAG           TRIMMED  NOTE",
                        "runtime:start_jobs   1200    rtmanager  17-3     1000 or more  -",
                        "runtime:job_results  7       lobby      -        -             -        its reader has saved no offset");
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void aTrimShowsWhatItRemoved() {
        assertThat(service.types("streams", "trim")).isZero();
        assertThat(service.lines().get(1)).contains("  42");
    }
}
