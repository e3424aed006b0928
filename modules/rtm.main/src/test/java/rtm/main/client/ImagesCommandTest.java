package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ImagesCommandTest {

    private static final String IMAGES = "/api/v1/internal/images";
    private static final String PULL = "POST " + IMAGES + "/pull";

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        service.answers(
                "GET " + IMAGES,
                "{\"items\":[%s,%s,%s]}"
                        .formatted(
                                image("g:1.2.0", "null"),
                                image("g:1.3.0", "null"),
                                image("g:1.4.0", "\"a container uses it\"")));
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static String image(String name, String kept) {
        return """
        {"image_ref":"%s","image_id":"sha256:1","size_bytes":1048576,"games":2,
         "last_used_at":"2026-04-28T11:50:00Z","kept":%s}\
        """
                .formatted(name, kept);
    }

    @Test
    void imagesAreListed() {
        assertThat(service.types("images")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "IMAGE    SIZE  GAMES  LAST USED  KEPT BECAUSE",
                        "g:1.2.0  1.0M  2      10m        -",
                        "g:1.3.0  1.0M  2      10m        -",
                        "g:1.4.0  1.0M  2      10m        a container uses it");
    }

    @Test
    void aDryRunNamesWhatMayGoAndRemovesNothing() {
        assertThat(service.types("images", "prune", "--dry-run")).isZero();
        assertThat(service.lines()).containsExactly("g:1.2.0", "g:1.3.0");
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void whatMayGoIsRemovedOneByOne() {
        service.refuses("DELETE " + IMAGES + "?image_ref=g%3A1.2.0", 409, "conflict", "it stays");
        service.answers("DELETE " + IMAGES + "?image_ref=g%3A1.3.0", "{}");

        assertThat(service.types("images", "prune")).isEqualTo(1);
        assertThat(service.lines()).containsExactly("2/2 removed  g:1.3.0");
        assertThat(service.errors())
                .isEqualTo(
                        """
                        To be removed: g:1.2.0, g:1.3.0
                        1/2 not removed  g:1.2.0: it stays (conflict)
                        1 of 2 not removed: g:1.2.0\
                        """);
    }

    @Test
    void aPullShowsItsProgress() {
        service.answers(
                PULL,
                """
                event: progress
                data: {"words":"pull of g:1.5.0 for 1s: 1 of 2 layers"}

                event: end
                data: {"reason":"pulled"}

                """);

        assertThat(service.types("images", "pull", "g:1.5.0")).isZero();
        assertThat(service.lines())
                .containsExactly("pull of g:1.5.0 for 1s: 1 of 2 layers", "pulled g:1.5.0");
        assertThat(service.requests().getLast().body()).isEqualTo("{\"image_ref\":\"g:1.5.0\"}");
    }

    @Test
    void aPullThatFailsOrBreaksOffIsNoSuccess() {
        service.answers(
                PULL,
                "event: failed\ndata: {\"code\":\"image_pull_failed\",\"message\":\"no such image\"}\n\n");
        service.thenAnswers(PULL, "");

        assertThat(service.types("images", "pull", "g:1.5.0")).isEqualTo(1);
        assertThat(service.errors()).isEqualTo("no such image (image_pull_failed)");
        assertThat(service.types("images", "pull", "g:1.5.0")).isEqualTo(1);
        assertThat(service.errors()).contains("before the pull was done");
    }
}
