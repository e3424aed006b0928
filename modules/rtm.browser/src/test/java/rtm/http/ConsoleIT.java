package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.PlacingPolicy;
import rtm.http.client.OtherNodes;

/** The page in a real browser, over the real listener and a world in memory. */
class ConsoleIT {

    private static final String HOSTILE =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    private static Browser browser;

    @SuppressWarnings("NullAway.Init") // Each test opens the one that it needs.
    private Served served;

    private String origin = "";

    @BeforeAll
    static void launch() {
        browser = new Browser();
    }

    @AfterAll
    static void quit() {
        browser.close();
    }

    @AfterEach
    void close() throws IOException {
        List<String> requests = browser.requests();
        browser.leave();
        browser.desktop();
        browser.dark(false);
        served.close();
        assertThat(requests).allMatch(url -> url.startsWith(origin + "/"), "stays at its origin");
    }

    private ManyGames games(int count) throws IOException {
        return games(Served.settings(), count);
    }

    private ManyGames games(HttpSettings settings, int count) throws IOException {
        served = ManyGames.open(settings, "1.4.0", 0);
        origin = "http://127.0.0.1:" + served.port();
        return ManyGames.in(served, count);
    }

    private void show(String hash) {
        browser.open(origin + "/" + hash);
    }

    private String first() {
        return browser.text("#rows tr:first-child td:first-child");
    }

    private void marked() {
        browser.script("window.notReloaded = true");
    }

    private boolean isStillTheSamePage() {
        return isSo("window.notReloaded");
    }

    @Test
    void twoHundredGamesAreShownAndFiltered() throws IOException {
        games(200);
        show("");
        browser.awaitLive();

        assertThat(browser.all("#rows tr")).hasSize(200);
        assertThat(browser.text("#counts")).isEqualTo("180 running, 20 stopped");
        assertThat(browser.row("game-2"))
                .contains("healthy", "galaxy/game:1.4.0", "start, admin, ok")
                .doesNotContain("false", "undefined", "null");
        assertThat(browser.text("#facts"))
                .contains("1.4.0, up", "leads", "postgres", "redis", "docker", "29 %");
        browser.await(
                "use of the rows in view", () -> browser.row("game-2").contains("0.07 / 0.50"));
        assertThat(browser.row("game-2")).contains("46M / 64M");
        assertThat(meterTexts("game-199")).as("not in view").contains("–");
        browser.picture("quiet");

        browser.find("body").sendKeys("/");
        browser.driver().switchTo().activeElement().sendKeys("game-19");
        browser.await("filter", () -> shownRows() == 11);
        browser.driver().switchTo().activeElement().sendKeys(" stopped");
        browser.await("filter", () -> shownRows() == 1);
        browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
        browser.await("all again", () -> shownRows() == 200);

        browser.script("document.querySelector(\"tr[data-id='game-199']\").scrollIntoView()");
        browser.await(
                "use of the rows that came into view",
                () -> browser.row("game-199").contains(" / 64M"));
    }

    @Test
    void theNodesAndTheNodeOfEachGameAreShownWhereThereAreSeveral() throws IOException {
        served =
                Served.among(
                        Served.settings(),
                        new OtherNodes(
                                NodeId.FIRST, "vm-1", new FakePlaces(), Duration.ofSeconds(1)));
        origin = "http://127.0.0.1:" + served.port();
        InMemoryStore store = served.world.store;
        store.amongOthers(new PlacingPolicy(new MemorySize(512L << 20), Duration.ofMinutes(1)));
        store.name(NodeId.FIRST, "vm-1");
        store.places().held.add(NodeId.FIRST);
        store.recordSeen(
                NodeId.FIRST, new NodeCapacity(new MemorySize(8L << 30), 40), Optional.empty());
        served.put(Records.running("g1"));

        show("");
        browser.awaitLive();
        browser.await("the status", () -> browser.text("#facts").contains("Version"));
        assertThat(browser.find("#nodes").isDisplayed()).isFalse();
        assertThat(browser.row("g1")).doesNotContain("vm-1");

        NodeId two = store.add("vm-2", "IJKL").orElseThrow();
        store.put(SampleOperations.on(two, Records.running("g2")));
        store.unseen(two, Duration.ofMinutes(3));
        SampleEntries entries = new SampleEntries(store);
        entries.seen("g1", "{\"prior_failure_count\":3}");
        entries.seen("g2", "{\"prior_failure_count\":3}");
        show("");
        browser.driver().navigate().refresh();
        browser.awaitLive();
        browser.awaitText("#nodes", "vm-2");
        assertThat(browser.text("#nodes"))
                .contains(
                        "vm-1 open 1 / 40 0B / 8.0G",
                        "vm-2 open 1 0B lost: no process was seen there for 3m, and 1 game is recorded as running");
        browser.await("the node of a game", () -> browser.row("g2").contains("vm-2"));
        assertThat(browser.row("g1")).contains("vm-1", "probe failed").doesNotContain("failed?");
        assertThat(browser.row("g2")).contains("probe failed?");
        browser.picture("nodes");

        browser.find("#filter").sendKeys("vm-2");
        browser.await("filter", () -> shownRows() == 1);
        browser.phone();
        browser.picture("nodes-phone");
        assertThat(browser.complaints()).isEmpty();
    }

    private static String meterTexts(String game) {
        return browser.script(
                        "return document.querySelector(arguments[0])?.textContent",
                        "tr[data-id='" + game + "'] td:nth-child(7)")
                .toString();
    }

    private static int shownRows() {
        return browser.all("#rows tr:not([hidden])").size();
    }

    @Test
    void aStartACrashAndAFailureAreSeenWithoutAReload() throws Exception {
        ManyGames games = games(30);
        show("");
        browser.awaitLive();
        marked();
        assertThat(browser.driver().getTitle()).startsWith("127.0.0.1:");

        games.start("new-game", 3);
        browser.await("the start", () -> browser.row("new-game").contains("healthy"));
        served.crash("game-7", 7);
        browser.await("the crash", () -> browser.row("game-7").contains("exited 7"));
        served.probed("game-12", HealthStatus.PROBE_FAILED, "{\"consecutive_failures\":3}");
        browser.await("the sick one", () -> browser.row("game-12").contains("probe failed"));
        assertThat(first()).as("unwell ones are first").isEqualTo("game-7");
        browser.awaitText("#sick", "2 unwell");
        assertThat(browser.driver().getTitle()).startsWith("2 unwell · ");

        new SampleEntries(served.world.store).failedJob("game-5", 77);
        served.world.docker.images().add(new ImageReference("galaxy/game:9.9.9"));
        served.boundary.refuse("create", "no space left on device");
        Answered refused =
                served.post(
                        Served.RUNTIMES + "/game-40/start",
                        "{\"image_ref\":\"galaxy/game:9.9.9\"}");
        assertThat(refused.status()).isNotEqualTo(200);
        browser.awaitText("#failed", "no space left on device");
        browser.awaitText("#sick", "2 unwell, 1 never started");
        assertThat(browser.driver().getTitle()).startsWith("2 unwell, 1 never started · ");
        served.phase.check(() -> {
            throw new DependencyUnavailableException(
                    Dependency.REDIS, "did not answer within 2s", null);
        });
        browser.await("redis", () -> browser.text("#facts .bad").startsWith("redis"));
        browser.script("document.querySelector('#facts .bad').focus()");
        browser.awaitText("#facts .bad", "did not answer within 2s");
        browser.picture("incident");
        assertThat(brokenWords("#facts")).isEqualTo("");
        assertThat(brokenWords("#rows")).isEqualTo("");
        browser.dark(true);
        browser.picture("incident-dark");
        assertThat(isStillTheSamePage()).isTrue();
    }

    @Test
    void healthThatNobodyCanSeeIsDoubtfulUntilItIsSeenAgain() throws Exception {
        AtomicBoolean frozen = new AtomicBoolean();
        gamesWhoseDockerMayFreeze(frozen);
        browser.await("use", () -> browser.row("game-1").contains(" / 64M"));
        assertThat(browser.row("game-1")).contains("healthy").doesNotContain("?");

        frozen.set(true);
        browser.await("the doubt", () -> browser.row("game-1").contains("healthy?"));
        assertThat(browser.row("game-1")).doesNotContain(" / 64M");
        assertThat(browser.all("#rows .good")).isEmpty();
        assertThat(browser.row("game-10")).contains("stopped").doesNotContain("?");
        browser.picture("frozen");
        show("#/game/game-1");
        browser.awaitText("#game .bar", "healthy?");

        frozen.set(false);
        browser.await("no doubt", () -> !browser.text("#game .bar").contains("?"));
        browser.find("body").sendKeys(Keys.ESCAPE);
        browser.await("back", () -> !browser.row("game-1").contains("?"));
        assertThat(browser.all("#rows .good")).isNotEmpty();
    }

    private void gamesWhoseDockerMayFreeze(AtomicBoolean frozen) throws IOException {
        served =
                ManyGames.open(
                        Served.settings(),
                        "1.4.0",
                        0,
                        () -> {
                            if (frozen.get()) {
                                throw new DependencyUnavailableException(
                                        Dependency.DOCKER, "did not answer within 2s", null);
                            }
                        });
        origin = "http://127.0.0.1:" + served.port();
        ManyGames.in(served, 12);
        show("");
        browser.awaitLive();
    }

    @Test
    void aStatusThatArrivesLateReplacesNoNewerOne() throws Exception {
        AtomicBoolean frozen = new AtomicBoolean();
        gamesWhoseDockerMayFreeze(frozen);
        browser.script(
                """
                const send = window.fetch;
                window.fetch = async (path, options) => {
                  const answer = await send(path, options);
                  if (!path.endsWith('/status') || window.held) return answer;
                  const status = await answer.json();
                  window.held = true;
                  await new Promise(done => { window.release = done; });
                  return {ok: true, headers: answer.headers, async json() { window.taken = true; return status; }};
                };
                """);
        browser.await("a status on its way", () -> isSo("window.held"));
        frozen.set(true);
        browser.await("the doubt", () -> browser.row("game-1").contains("healthy?"));

        browser.script("window.release()");
        browser.await("the late one", () -> isSo("window.taken"));

        assertThat(browser.row("game-1")).contains("healthy?");
    }

    private static boolean isSo(String expression) {
        return browser.script("return " + expression + " === true").equals(true);
    }

    @Test
    void oneGameHasItsRecordTimeLineLogAndCommands() throws Exception {
        games(12);
        served.crash("game-3", 7);
        served.world
                .store
                .endings()
                .save(
                        NodeId.FIRST,
                        Records.ending("game-3", "0d0d", served.world.clock.instant()),
                        Optional.of(
                                new EndingOutput.Kept("loading turn 12\nsave file is corrupt\n")));
        show("#/game/game-3");
        browser.awaitText("#game h2", "game-3");
        browser.awaitText("#game", "exit code 7");

        assertThat(browser.text("#game"))
                .contains("exited 7", "save file is corrupt", "galaxy/game:1.5.0")
                .contains("rtmanager restart game-3", "rtmanager start game-3 galaxy/game:1.5.0");
        assertThat(browser.all("#game .run")).as("it only shows").isEmpty();
        assertThat(browser.driver().getTitle()).startsWith("game-3 exited 7, 2 ends within 1h · ");
        served.output.awaitOpened(1);
        browser.awaitText("#game", "following");
        var sink = served.output.sinks.getFirst();
        for (int i = 1; i <= 30; i++) {
            sink.line("2026-11-27 turn " + i + " computed in 12 ms");
        }
        browser.awaitText("#game pre", "turn 30");
        browser.picture("game");
        sink.ended("the engine ended");
        browser.awaitText("#game", "the engine ended");

        browser.find(".cmd button").click();
        browser.await(
                "copied",
                () ->
                        browser.all("#game button").stream()
                                .anyMatch(b -> b.getText().equals("Copied")));
        browser.find("body").sendKeys(Keys.ESCAPE);
        browser.await("back", () -> browser.find("#overview").isDisplayed());
        served.output.awaitClosed(1);
    }

    @Test
    void aGameThatIsNotKnownIsSaid() throws IOException {
        games(1);
        show("#/game/nobody");

        browser.awaitText("#game", "No record.");
        browser.awaitText("#game", "Nothing.");
        browser.awaitText("#game", "no runtime of game nobody");
    }

    @Test
    void hostileTextStaysText() throws Exception {
        games(3);
        served.probed(
                "game-2", HealthStatus.INSPECT_UNHEALTHY, "{\"health\":\"<b onclick=alert(1)>\"}");
        new SampleEntries(served.world.store).openStart("game-2", 99, HOSTILE + "\u001b[2J\u202e");
        served.boundary.refuse("create", HOSTILE);
        served.post(Served.RUNTIMES + "/game-9/start", "{\"image_ref\":\"galaxy/game:1.4.0\"}");
        show("");
        browser.awaitLive();

        browser.awaitText("#open", HOSTILE + "\\x1b[2J\\u{202e}");
        browser.awaitText("#failed", HOSTILE);
        assertThat(browser.row("game-2")).contains("<b onclick=alert(1)>");
        browser.find("tr[data-id=game-2] a").click();
        browser.awaitText("#game", HOSTILE + "\\x1b[2J\\u{202e}");
        browser.awaitText("#game", "<b onclick=alert(1)>");
        served.output.awaitOpened(1);
        served.output.sinks.getFirst().line(HOSTILE + "\u001b]0;owned\u0007\u202eabc");
        browser.awaitText("#game pre", HOSTILE + "\\x1b]0;owned\\x07\\u{202e}abc");
        assertThat(browser.all("main img, main script, main b:not([id])")).isEmpty();
        assertThat(browser.driver().getTitle()).doesNotContain("owned");
        browser.script(
                "const s = document.createElement('script'); s.textContent = 'window.injected = 1';"
                        + "document.body.append(s); document.body.setAttribute('onclick', 'window.injected = 1');"
                        + "document.body.click()");
        assertThat(browser.script("return window.injected === undefined")).isEqualTo(true);
        assertThat(browser.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
    }

    @Test
    void theRestartOfTheServiceIsSurvivedWithoutAReload() throws Exception {
        games(20);
        show("");
        browser.awaitLive();
        marked();
        served.crash("game-3", 1);
        browser.await("the crash", () -> browser.row("game-3").contains("exited 1"));

        int port = served.port();
        served.close();
        browser.awaitText("#live", "not connected");
        browser.awaitText("#notice", "Not live");
        served = ManyGames.open(Served.settings(), "1.5.0", port);
        ManyGames games = ManyGames.in(served, 5);
        browser.awaitText("#live", "live");
        browser.await("the games of now", () -> shownRows() == 5);
        browser.awaitText("#notice", "The service is now version 1.5.0; this page is older.");
        games.start("later", 1);
        browser.await("changes again", () -> browser.row("later").contains("healthy"));
        assertThat(isStillTheSamePage()).isTrue();
    }

    @Test
    void aLostConnectionGoesOnWhereItStopped() throws Exception {
        games(5);
        try (Relay relay = new Relay(served.port())) {
            origin = "http://127.0.0.1:" + relay.port();
            show("");
            browser.awaitLive();
            served.crash("game-2", 1);
            browser.await("the crash", () -> browser.row("game-2").contains("exited 1"));
            List<String> before = browser.requests();
            assertThat(before).filteredOn(url -> url.contains("/overview")).hasSize(1);

            relay.cut();
            browser.awaitText("#live", "not connected");
            served.crash("game-4", 9);
            relay.mend();

            browser.await("what was missed", () -> browser.row("game-4").contains("exited 9"));
            assertThat(browser.find("#notice").isDisplayed()).isFalse();
            assertThat(browser.requests())
                    .anyMatch(url -> url.contains("/events"))
                    .noneMatch(url -> url.contains("/overview"));
            browser.leave();
        }
    }

    @Test
    void aProcessThatStandsByShowsTheGamesAndSaysWhy() throws Exception {
        games(5);
        served.phase.refuse(() -> Optional.of("this process stands by"));
        show("");

        browser.awaitText("#notice", "Not live: this process stands by");
        browser.await("games", () -> shownRows() == 5);
        served.phase.refuse(Optional::empty);
        browser.awaitLive();
    }

    @Test
    void aCrashLoopIsCounted() throws Exception {
        ManyGames games = games(3);
        for (int i = 0; i < 3; i++) {
            games.post("game-2", "restart", "{}");
            served.crash("game-2", 7);
        }
        show("");
        browser.awaitLive();

        assertThat(browser.row("game-2")).contains("exited 7, ", " ago, 3 ends within 1h");
        games.post("game-2", "restart", "{}");
        served.crash("game-2", 9);
        browser.await(
                "one more",
                () ->
                        browser.row("game-2")
                                .matches("(?s).*exited 9, \\w+ ago, 4 ends within 1h.*"));
    }

    @Test
    void theTokenIsAskedForAndKeptInTheTab() throws Exception {
        games(Served.settings(256, Optional.of("s3cret")), 3);
        show("#/game/game-1");
        browser.await("the question", () -> browser.find("#login").isDisplayed());
        assertThat(browser.find("#game").isDisplayed()).isFalse();
        browser.picture("token");

        browser.find("#token").sendKeys("wrong" + Keys.ENTER);
        browser.awaitText("#why", "The service refuses this token.");
        browser.find("#token").sendKeys("s3cret" + Keys.ENTER);
        browser.awaitText("#live", "live");
        browser.awaitText("#game h2", "game-1");
        browser.driver().navigate().refresh();
        browser.awaitText("#live", "live");
        assertThat(browser.script("return document.cookie + localStorage.length")).isEqualTo("0");
        assertThat(browser.script("return document.documentElement.outerHTML").toString())
                .doesNotContain("s3cret");

        browser.find("#forget").click();
        browser.await("the question", () -> browser.find("#login").isDisplayed());
        assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void aStopWantsTheGamesIdTyped() throws Exception {
        actOnGame1();
        run(3);
        browser.find("dialog input").sendKeys("game-2");
        browser.find("dialog input").sendKeys(Keys.ENTER);
        assertThat(browser.find("dialog button.bad").isEnabled()).isFalse();
        browser.find("dialog input").clear();
        browser.find("dialog input").sendKeys("game-1");
        browser.picture("stop");
        browser.find("dialog button.bad").click();

        browser.awaitText("#game .bar", "stopped");
        assertThat(served.rows()).contains("stop game-1 admin_request admin_rest");
        browser.await("closed", () -> !browser.find("dialog").isDisplayed());
    }

    @Test
    void theOtherActionsAskOnceAndARefusalIsShown() throws Exception {
        ManyGames games = actOnGame1();
        confirm(2, "restart game-1 ");
        games.post("game-1", "stop", "{\"reason\":\"finished\"}");
        browser.awaitText("#game .bar", "stopped");
        confirm(5, "cleanup_container game-1 ");
        browser.awaitText("#game .bar", "removed");
        assertThat(browser.find(".cmd:nth-child(3) .run").isEnabled()).as("a stop").isFalse();

        served.boundary.refuse("create", "no space left on device");
        run(1);
        browser.find("dialog button.bad").click();
        browser.awaitText("dialog", "no space left on device");
        served.boundary.refuse("create", "");
        browser.find("dialog .bar button:last-child").click();
        browser.await("closed", () -> !browser.find("dialog").isDisplayed());
        confirm(1, "start game-1 galaxy/game:1.5.0");
        browser.awaitText("#game dl", "running");
    }

    private ManyGames actOnGame1() throws IOException {
        HttpSettings settings = Served.settings(256, Optional.of("s3cret"));
        ManyGames games = games(Served.changed(settings, 0, ConsoleMode.ACT), 3);
        show("#/game/game-1");
        browser.await("the question", () -> browser.find("#login").isDisplayed());
        browser.find("#token").sendKeys("s3cret" + Keys.ENTER);
        return games;
    }

    /** Presses the button of the action with this number, once it can be pressed. */
    private void run(int action) {
        browser.await(
                "the button",
                () -> {
                    WebElement button = browser.find(".cmd:nth-child(%d) .run".formatted(action));
                    boolean ready = button.isEnabled();
                    if (ready) {
                        button.click();
                    }
                    return ready;
                });
    }

    /** Also says yes, and waits for the row of the operation. */
    private void confirm(int action, String row) {
        run(action);
        browser.find("dialog button.bad").click();
        browser.await("closed", () -> !browser.find("dialog").isDisplayed());
        assertThat(served.rows().getLast()).startsWith(row).endsWith(" admin_rest");
    }

    @Test
    void aPhoneShowsEverythingInItsWidth() throws Exception {
        ManyGames games = games(30);
        served.crash("game-7", 7);
        for (int i = 0; i < 2; i++) {
            games.post("game-7", "restart", "{}");
            served.crash("game-7", 7);
        }
        served.boundary.refuse("create", "no space left on device");
        for (int i = 1; i <= 6; i++) {
            served.post(
                    Served.RUNTIMES + "/never-" + i + "/start",
                    "{\"image_ref\":\"galaxy/game:1.4.0\"}");
        }
        browser.phone();
        show("");
        browser.awaitLive();
        browser.awaitText("#sick", "1 unwell, 6 never started");
        browser.picture("phone");
        assertThat(fits()).isEqualTo(true);
        assertThat(browser.row("game-7")).contains("exited 7", "3 ends within 1h");
        assertThat(brokenWords("#facts")).isEqualTo("");
        assertThat(brokenWords("#rows")).isEqualTo("");
        assertThat(browser.find("tr[data-id=game-7]").getSize().height)
                .as("a row of a few lines")
                .isLessThan(120);

        show("#/game/game-7");
        browser.awaitText("#game", "exit code 7");
        browser.picture("phone-game");
        assertThat(fits()).isEqualTo(true);
    }

    /** The words that a line break divides. */
    private static Object brokenWords(String selector) {
        return browser.script(
                """
                const texts = document.createTreeWalker(
                    document.querySelector(arguments[0]), NodeFilter.SHOW_TEXT);
                const broken = [];
                while (texts.nextNode())
                    for (const word of texts.currentNode.data.matchAll(/\\w+/g)) {
                        const range = document.createRange();
                        range.setStart(texts.currentNode, word.index);
                        range.setEnd(texts.currentNode, word.index + word[0].length);
                        const lines = [...range.getClientRects()].map(line => Math.round(line.top));
                        if (new Set(lines).size > 1) broken.push(word[0]);
                    }
                return broken.join(' ');
                """,
                selector);
    }

    private static Object fits() {
        return browser.script("return document.documentElement.scrollWidth <= innerWidth");
    }

    @Test
    void darkIsDarkAndReadable() throws IOException {
        games(12);
        browser.dark(true);
        show("");
        browser.awaitLive();
        browser.await("use", () -> browser.row("game-1").contains(" / 64M"));
        browser.picture("dark");

        for (String selector : new String[] {"body", "#facts dt", "#rows a", "th", ".good"}) {
            assertThat(contrast(selector)).as(selector).isGreaterThanOrEqualTo(4.5);
        }
        browser.dark(false);
        for (String selector : new String[] {"body", "#facts dt", "#rows a", "th", ".good"}) {
            assertThat(contrast(selector)).as(selector).isGreaterThanOrEqualTo(4.5);
        }
    }

    /** The contrast of a text with what is behind it, as WCAG has it. */
    private static double contrast(String selector) {
        return ((Number)
                        browser.script(
                                """
                                const rgb = c => c.match(/[\\d.]+/g).map(Number);
                                const lum = c => rgb(c).slice(0, 3).map(v => v / 255)
                                    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                                    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                                const text = document.querySelector(arguments[0]);
                                let back = text;
                                while (back.parentElement && rgb(getComputedStyle(back).backgroundColor)[3] === 0)
                                    back = back.parentElement;
                                const [a, b] = [getComputedStyle(text).color, getComputedStyle(back).backgroundColor]
                                    .map(lum).sort((x, y) => y - x);
                                return (a + 0.05) / (b + 0.05);
                                """,
                                selector))
                .doubleValue();
    }
}
