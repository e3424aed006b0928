package rtm.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window, and what a test sees of it. */
final class Browser implements AutoCloseable {

    private static final String PROGRAM = System.getProperty("rtm.browser", "/usr/bin/chromium");
    private static final String DRIVER =
            System.getProperty("rtm.browser.driver", "/usr/bin/chromedriver");

    /** Where pictures are written to, if anywhere. */
    private static final String PICTURES = System.getProperty("rtm.browser.pictures", "");

    /**
     * Kept, since the JDK forgets loggers that nobody holds. It misses a library that we do not
     * use.
     */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private static final Pattern REQUEST =
            Pattern.compile(
                    "\"Network\\.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"(.*?)\"");

    private final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-proxy-server",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--force-color-profile=srgb",
                "--window-size=1280,900");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(Path.of(DRIVER).toFile())
                                .usingAnyFreePort()
                                .withSilent(true)
                                .build(),
                        options);
    }

    /** Opens a page as if its address were typed, in a tab that remembers nothing. */
    void open(String url) {
        if (!driver.getCurrentUrl().startsWith("data:")) {
            driver.executeScript("sessionStorage.clear()");
        }
        driver.get("data:,");
        driver.get(url);
    }

    ChromeDriver driver() {
        return driver;
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The visible text of an element. */
    String text(String selector) {
        return find(selector).getText();
    }

    /** A row of the table of games. */
    String row(String game) {
        return text("tr[data-id='" + game + "']");
    }

    Object script(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /** Waits until this is so. */
    void await(String what, Callable<Boolean> isSo) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsMatching(Browser::comesAndGoes)
                .until(isSo);
    }

    private static boolean comesAndGoes(Throwable failed) {
        return failed instanceof NoSuchElementException
                || failed instanceof StaleElementReferenceException;
    }

    void awaitText(String selector, String part) {
        await(selector + " shows " + part, () -> text(selector).contains(part));
    }

    void awaitLive() {
        awaitText("#live", "live");
        await("games", () -> !all("#rows tr").isEmpty());
    }

    /** The addresses of all requests since the last call. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .flatMap(entry -> {
                    Matcher found = REQUEST.matcher(entry.getMessage());
                    return found.find() ? Stream.of(found.group(1)) : Stream.of();
                })
                .filter(url -> !url.startsWith("data:"))
                .toList();
    }

    /** Leaves the page, and forgets what it did. */
    void leave() {
        driver.get("data:,");
        requests();
        complaints();
    }

    /** What the browser complained about since the last call. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(Object::toString)
                .toList();
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
    }

    void phone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    }

    void desktop() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Writes a picture of what is seen, if pictures are wanted. */
    void picture(String name) throws IOException {
        if (!PICTURES.isEmpty()) {
            Files.createDirectories(Path.of(PICTURES));
            Files.write(
                    Path.of(PICTURES).resolve(name + ".png"),
                    driver.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
