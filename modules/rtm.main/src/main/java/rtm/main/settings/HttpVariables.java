package rtm.main.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rtm.http.ConsoleMode;
import rtm.http.HttpSettings;
import rtm.http.client.LobbySettings;
import rtm.main.settings.type.HostPort;
import rtm.main.settings.type.VariableType;
import rtm.main.settings.type.VariableTypes;

/** The variables of the listener, and of Lobby, which is asked over HTTP. */
final class HttpVariables {

    private static final VariableType<Duration> PATIENCE =
            VariableTypes.duration(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Pattern TOKEN_FORM = Pattern.compile("[!-~]{1,1024}");

    static final Variable<HostPort> ADDRESS =
            Variable.of(
                    "INTERNAL_HTTP_ADDR",
                    VariableTypes.listener(),
                    ":8096",
                    "Where the internal HTTP API listens; without a host, on every address.");
    static final Variable<Duration> READ_HEADER_TIMEOUT =
            Variable.of(
                    "INTERNAL_HTTP_READ_HEADER_TIMEOUT",
                    PATIENCE,
                    "2s",
                    "How long a request's first line and headers may take to arrive.");
    static final Variable<Duration> READ_TIMEOUT =
            Variable.of(
                    "INTERNAL_HTTP_READ_TIMEOUT",
                    PATIENCE,
                    "10s",
                    "How long a request's body may take to arrive, and an answer to be received.");
    static final Variable<Duration> IDLE_TIMEOUT =
            Variable.of(
                    "INTERNAL_HTTP_IDLE_TIMEOUT",
                    PATIENCE,
                    "1m",
                    "How long a connection is kept open without a request.");
    static final Variable<Integer> MAX_CONCURRENT_REQUESTS =
            Variable.of(
                    "INTERNAL_HTTP_MAX_CONCURRENT_REQUESTS",
                    VariableTypes.number(1, 100_000),
                    "256",
                    "How many requests are served at the same time, not counting probes; any more"
                            + " are answered 503.");
    static final Variable<Optional<String>> TOKEN =
            Variable.optional(
                            "INTERNAL_HTTP_TOKEN",
                            VariableTypes.text(
                                    "1 to 1024 visible ASCII characters without blanks",
                                    TOKEN_FORM),
                            "The bearer token that every route except the two probes requires;"
                                    + " empty for none.")
                    .keeping(Secrecy.ALL);
    static final Variable<Optional<String>> READ_TOKEN =
            Variable.optional(
                            "INTERNAL_HTTP_READ_TOKEN",
                            VariableTypes.text(
                                    "1 to 1024 visible ASCII characters without blanks",
                                    TOKEN_FORM),
                            "A second bearer token, which may only read; needs the first one;"
                                    + " empty for none.")
                    .keeping(Secrecy.ALL);
    static final Variable<Optional<Set<String>>> ALLOWED_HOSTS =
            Variable.optional(
                    "INTERNAL_HTTP_ALLOWED_HOSTS",
                    VariableTypes.hostNames(),
                    "The host names by which a browser may call the API, beside IP addresses and"
                            + " localhost; clients that are no browsers may use any.");
    static final Variable<ConsoleMode> CONSOLE =
            Variable.of(
                    "CONSOLE",
                    VariableTypes.oneOf(ConsoleMode.class),
                    "read",
                    "What the page for browsers at / may do: off for no page, read to show everything,"
                            + " act to change games too, which needs a token.");
    static final VariableGroup GROUP =
            new VariableGroup(
                    "Internal HTTP",
                    List.of(
                            ADDRESS,
                            READ_HEADER_TIMEOUT,
                            READ_TIMEOUT,
                            IDLE_TIMEOUT,
                            MAX_CONCURRENT_REQUESTS,
                            TOKEN,
                            READ_TOKEN,
                            ALLOWED_HOSTS,
                            CONSOLE));

    static final Variable<Optional<URI>> LOBBY_BASE_URL =
            Variable.optional(
                    "LOBBY_INTERNAL_BASE_URL",
                    VariableTypes.baseUrl(),
                    "Lobby's internal listener, asked about each started game, only for the log;"
                            + " empty to ask nobody.");
    static final Variable<Duration> LOBBY_TIMEOUT =
            Variable.of(
                    "LOBBY_INTERNAL_TIMEOUT",
                    VariableTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
                    "2s",
                    "How long Lobby may take to answer.");
    static final VariableGroup LOBBY =
            new VariableGroup("Lobby", List.of(LOBBY_BASE_URL, LOBBY_TIMEOUT));

    private HttpVariables() {}

    static HttpSettings settings(SettingValues values) {
        HostPort address = values.of(ADDRESS);
        return new HttpSettings(
                Optional.of(address.host()).filter(host -> !host.isEmpty()),
                address.port(),
                values.of(READ_HEADER_TIMEOUT),
                values.of(READ_TIMEOUT),
                values.of(IDLE_TIMEOUT),
                values.of(MAX_CONCURRENT_REQUESTS),
                values.of(TOKEN),
                values.of(READ_TOKEN),
                values.of(ALLOWED_HOSTS).orElseGet(Set::of),
                values.of(CONSOLE));
    }

    static LobbySettings lobby(SettingValues values) {
        return new LobbySettings(values.of(LOBBY_BASE_URL), values.of(LOBBY_TIMEOUT));
    }
}
