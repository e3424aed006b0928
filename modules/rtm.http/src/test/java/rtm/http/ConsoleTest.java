package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.BootId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;

/** What {@code /} answers to browsers and to others, and what a browser may change. */
class ConsoleTest {

    private static final String BROWSER =
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nUser-Agent: Mozilla/5.0\r\n";
    private static final String TOKEN = "Authorization: Bearer s3cret\r\n";
    private static final String SAME_ORIGIN =
            "User-Agent: Mozilla/5.0\r\nOrigin: http://127.0.0.1\r\n";
    private static final String OURS = "X-Galaxy-Console: act\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String RESTART = Served.RUNTIMES + "/g1/restart";

    private Served served;

    @BeforeEach
    void open() throws IOException {
        serve(Served.settings());
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private void serve(HttpSettings settings) throws IOException {
        if (served != null) {
            served.close();
        }
        served = new Served(settings);
        served.put(Records.running("g1"));
        served.put(Records.stopped("g2"));
        served.put(Records.removed("g3"));
        served.put(Records.running("g4"));
        new SampleEntries(served.world.store).failedJob("g2", 7);
        new SampleEntries(served.world.store).seen("g4", "{\"prior_failure_count\":3}");
    }

    private static HttpSettings mode(ConsoleMode mode) {
        return Served.changed(Served.settings(256, Optional.of("s3cret")), 0, mode);
    }

    private Answered get(String headers) throws IOException {
        return ask("GET", "/", headers);
    }

    private Answered ask(String method, String path, String headers) throws IOException {
        return RawHttpClient.ask(
                served.port(),
                "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n".formatted(method, path, headers));
    }

    private Answered act(String headers) throws IOException {
        return RawHttpClient.ask(
                served.port(),
                "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Length: 2\r\n\r\n{}"
                        .formatted(RESTART, headers));
    }

    @Test
    void aBrowserGetsThePage() throws IOException {
        Answered page = get(BROWSER);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).startsWith("<!doctype html>").contains("data-mode=\"read\"");
        assertThat(ask("HEAD", "/", BROWSER).header("content-type"))
                .isEqualTo(page.header("content-type"));
    }

    @Test
    void thePageIsSmallAndHasNoData() throws IOException {
        String page = get(BROWSER).body();

        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(30 * 1024);
        assertThat(page).doesNotContain("g1").doesNotContain("/*style*/", "/*script*/");
    }

    @Test
    void thePageNamesNoOtherPlaceAndMakesNoMarkupOfText() throws IOException {
        assertThat(get(BROWSER).body())
                .doesNotContainPattern("https?://|\\ssrc=|@import|url\\(")
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "document.write")
                .doesNotContain("eval(", "Function(", "cookie", "localStorage");
    }

    @Test
    void onlyTheScriptAndTheStyleOfThePageMayRun() throws Exception {
        Answered page = get(BROWSER);

        assertThat(page.header("content-security-policy"))
                .contains(
                        "default-src 'none'; script-src '%s'; style-src '%s'; connect-src 'self';"
                                        .formatted(
                                                hash(page, "<script>(.*)</script>"),
                                                hash(page, "<style>(.*)</style>"))
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.header("x-content-type-options")).contains("nosniff");
        assertThat(page.header("referrer-policy")).contains("no-referrer");
        assertThat(page.header("cache-control")).contains("no-store");
        assertThat(page.header("vary")).contains("Accept");
        assertThat(page.headers()).doesNotContainKey("set-cookie");
    }

    private static String hash(Answered page, String part) throws Exception {
        Matcher found = Pattern.compile(part, Pattern.DOTALL).matcher(page.body());
        assertThat(found.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(found.group(1).getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Accept: */*\r\n", "Accept: text/html;q=0, text/plain\r\n"})
    void otherClientsGetTheTableAsText(String accept) throws IOException {
        Answered table = get(accept);

        assertThat(table.header("content-type")).contains("text/plain; charset=utf-8");
        assertThat(table.body().lines().map(line -> line.replaceAll(" +", " ")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("0.0.0-test leader, up "),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "1 removed, 2 running, 1 stopped, 1 UNWELL jobs 0"
                                                        + " waiting outbox 0 0 operations in progress"),
                        line -> assertThat(line).matches(" g4: probe failed, \\w+ ago"),
                        line -> assertThat(line).isEmpty(),
                        line ->
                                assertThat(line)
                                        .startsWith("GAME STATUS HEALTH IMAGE UP LAST OPERATION"),
                        line -> assertThat(line).startsWith("g4 running probe failed, "),
                        line -> assertThat(line).startsWith("g1 running "),
                        line ->
                                assertThat(line)
                                        .startsWith("g2 stopped - galaxy/game:1.4.0 - ")
                                        .endsWith("start, lobby, image_pull_failed"));
    }

    @Test
    void theTableOfManyGamesIsWholeAndUnwellOnesAreFirst() throws IOException {
        for (int i = 100; i < 600; i++) {
            served.put(Records.stopped("h" + i));
        }

        assertThat(get("").body().lines().skip(5).map(line -> line.split(" ", 2)[0]))
                .hasSize(503)
                .doesNotHaveDuplicates()
                .startsWith("g4", "g1", "g2", "h100")
                .endsWith("h599");
    }

    @Test
    void aLongCellWidensItsColumn() throws IOException {
        served.put(Records.stopped("game-with-a-name-of-" + "x".repeat(20)));

        List<String> table = get("").body().lines().skip(4).toList();

        int column = table.getFirst().indexOf("STATUS");
        assertThat(table.stream().skip(1))
                .hasSize(4)
                .allSatisfy(line -> {
                    assertThat(line.charAt(column - 1)).isEqualTo(' ');
                    assertThat(line.substring(column)).matches("(running|stopped) .*");
                });
    }

    @Test
    void theTableShowsWhatWaitsLikeTheCommands() throws IOException {
        served.pull("i:2").waitsFor("registry");
        served.startJob("h1", "i:1").waitsFor("end of the drain");
        served.stopJob("g1").waitsFor("start by lobby");

        assertThat(
                        get("").body()
                                .lines()
                                .map(line -> line.replaceAll(" +", " "))
                                .dropWhile(line -> !line.startsWith("GAME")))
                .anySatisfy(line ->
                        assertThat(line)
                                .startsWith("g1 running ")
                                .endsWith("stop, lobby, in progress, waits for the start by lobby"))
                .endsWith(
                        "h1 waiting - i:1 - start, lobby, in progress, waits for the end of the drain",
                        "- pulling - i:2 - pull, admin, in progress, waits for the registry");
    }

    @Test
    void theTableShowsAFirstStartThatFailedBeforeTheGamesThatAreWell() throws IOException {
        new SampleEntries(served.world.store).failedJob("h1", 8);

        assertThat(get("").body().lines().map(line -> line.replaceAll(" +", " ")))
                .anyMatch(line ->
                        line.matches(
                                " h1: has never started; start of galaxy/game:1.4.0 by lobby failed \\d+[smhd] ago: manifest unknown \\(image_pull_failed\\)"))
                .anyMatch(line ->
                        line.matches(
                                "h1 failed start failed, \\d+[smhd] ago galaxy/game:1.4.0 - start, lobby, image_pull_failed"));
    }

    @Test
    void theTableShowsAFirstStartThatIsInProgress() throws IOException {
        new SampleEntries(served.world.store).openStart("h1", 8, "i:1");

        assertThat(get("").body().lines().map(line -> line.replaceAll(" +", " ")))
                .last()
                .asString()
                .startsWith("h1 starting - i:1 - start, game master, in progress");
    }

    @Test
    void aDrainThatEndedIsNotShown() throws IOException {
        String drain = "/api/v1/internal/status/drain";
        assertThat(ask("POST", drain, "").status()).isEqualTo(200);
        assertThat(get("").body()).contains("DRAINING");
        assertThat(ask("DELETE", drain, "").status()).isEqualTo(200);

        assertThat(get("").body()).doesNotContain("DRAINING");
    }

    @Test
    void theTableSaysWhatIsAway() throws IOException {
        served.phase.check(() -> {
            throw new DependencyUnavailableException(
                    Dependency.REDIS, "does not answer\u001b[2J", null);
        });

        assertThat(get("").body())
                .contains("redis AWAY")
                .contains("  redis: ")
                .contains("does not answer\\x1b[2J; affects starts, stops");
    }

    @Test
    void healthThatNobodyCanSeeIsDoubtful() throws IOException {
        assertThat(get("").body()).contains("probe failed, ");
        served.close();
        served =
                new Served(
                        Served.settings(),
                        "0.0.0-test",
                        new BootId(new UUID(1, 1)),
                        List.of(new HangingDocker()));
        served.put(Records.running("g4"));
        new SampleEntries(served.world.store).seen("g4", "{\"prior_failure_count\":3}");

        assertThat(get("").body()).contains("probe failed?, ").contains("health and ends of games");
        assertThat(ask("GET", "/api/v1/internal/status", "").body())
                .contains("\"health_hidden\":true");
    }

    private record HangingDocker() implements DependencyCheck {

        @Override
        public Dependency dependency() {
            return Dependency.DOCKER;
        }

        @Override
        public void check() {
            throw new DependencyUnavailableException(Dependency.DOCKER, "does not answer", null);
        }
    }

    @Test
    void theTableIsUnavailableWithoutPostgres() throws IOException {
        served.world.store.unavailable(true);

        assertThat(get("").status()).isEqualTo(503);
        assertThat(get(BROWSER).status()).isEqualTo(200);
    }

    @Test
    void thePageNeedsNoTokenAndTheTableDoes() throws IOException {
        serve(Served.settings(256, Optional.of("s3cret")));

        assertThat(get(BROWSER).status()).isEqualTo(200);
        assertThat(get("").status()).isEqualTo(401);
        assertThat(get(TOKEN).status()).isEqualTo(200);
        assertThat(ask("GET", Served.RUNTIMES, BROWSER).status()).isEqualTo(401);
        assertThat(ask("POST", "/", "").status()).isEqualTo(401);
    }

    @Test
    void theConsoleCanBeOff() throws IOException {
        serve(mode(ConsoleMode.OFF));

        assertThat(get(BROWSER + TOKEN).status()).isEqualTo(404);
        assertThat(get(TOKEN).status()).isEqualTo(404);
        assertThat(get(BROWSER).status()).isEqualTo(404);
        assertThat(get("").body()).contains("the console is off (RTMANAGER_CONSOLE)");
    }

    @Test
    void anotherMethodIsRefused() throws IOException {
        Answered answer = ask("DELETE", "/", "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("GET, HEAD");
    }

    @Test
    void aPageOfAnotherServerOrNameGetsNothing() throws IOException {
        assertThat(get(BROWSER + "Sec-Fetch-Site: cross-site\r\n").status()).isEqualTo(403);
        assertThat(
                        RawHttpClient.ask(
                                        served.port(),
                                        "GET / HTTP/1.1\r\nHost: rebind.example\r\n"
                                                + BROWSER
                                                + "\r\n")
                                .status())
                .isEqualTo(403);
    }

    @Test
    void aBrowserChangesNothingUnlessThePageMayAct() throws IOException {
        serve(mode(ConsoleMode.READ));

        assertThat(act(SAME_ORIGIN + TOKEN + OURS + JSON).message())
                .contains("RTMANAGER_CONSOLE=act");
        assertThat(served.operations()).isZero();
        assertThat(act(TOKEN).status()).as("a client that is no browser").isEqualTo(200);
    }

    @Test
    void aPageThatMayActDoesSoByAHeaderOfOurOwn() throws IOException {
        serve(mode(ConsoleMode.ACT));

        assertThat(get(BROWSER).body()).contains("data-mode=\"act\"");
        for (String incomplete :
                new String[] {
                    JSON,
                    OURS,
                    OURS + "Content-Type: text/plain\r\n",
                    JSON + OURS + OURS,
                    JSON + "X-Galaxy-Console: 1\r\n"
                }) {
            assertThat(act(SAME_ORIGIN + TOKEN + incomplete).message())
                    .as(incomplete)
                    .contains("X-Galaxy-Console: act");
        }
        assertThat(act(SAME_ORIGIN + OURS + JSON).status()).as("no token").isEqualTo(401);
        assertThat(served.operations()).isZero();

        assertThat(act(SAME_ORIGIN + TOKEN + OURS + JSON).status()).isEqualTo(200);
        assertThat(served.rows()).contains("restart g1 galaxy/game:1.4.0 admin_rest");
    }
}
