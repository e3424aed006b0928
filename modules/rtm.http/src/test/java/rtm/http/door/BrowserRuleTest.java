package rtm.http.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headers are those that the browsers really send. */
class BrowserRuleTest {

    private static final String CHROME =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/141.0.0.0 Safari/537.36";
    private static final String FIREFOX =
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String SAFARI =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
                    + " Gecko) Version/18.5 Safari/605.1.15";

    private final BrowserRule rule = new BrowserRule(Set.of("games.example", "Ops.Example"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST | Host: rtm.internal:8096; User-Agent: curl/7.88.1
                    POST | Host: rtm.internal:8096; User-Agent: Go-http-client/1.1
                    GET  | Host: rtm.internal:8096; User-Agent: Java-http-client/25
                    POST | Host: anything.evil.example
                    POST | Host: rtm.internal:8096; User-Agent: python-requests/2.32 (compatible; Mozilla/5.0)
                    POST | Host: rtm.internal:8096; X-Sec-Fetch-Site: cross-site; X-Origin: http://evil.example
                    GET  |
                    """)
    void clientsThatAreNoBrowsersNoticeNothing(String method, String headers) {
        assertThat(rule.refusal(head(method, headers))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET  | typed into Chrome       | Host: 10.0.0.5:8096; User-Agent: CHROME
                    GET  | typed into Firefox      | Host: 10.0.0.5:8096; User-Agent: FIREFOX
                    GET  | typed into Safari       | Host: 10.0.0.5:8096; User-Agent: SAFARI
                    GET  | typed, trusted address  | Host: localhost:8096; User-Agent: CHROME; Sec-Fetch-Site: none; Sec-Fetch-Mode: navigate; Sec-Fetch-User: ?1; Sec-Fetch-Dest: document
                    HEAD | typed, only the head    | Host: 127.0.0.1:8096; User-Agent: FIREFOX
                    GET  | fetch of an own page    | Host: 127.0.0.1:8096; User-Agent: CHROME; Referer: http://127.0.0.1:8096/; Sec-Fetch-Site: same-origin; Sec-Fetch-Mode: cors; Sec-Fetch-Dest: empty
                    POST | fetch of an own page    | Host: 10.0.0.5:8096; User-Agent: FIREFOX; Origin: http://10.0.0.5:8096; Referer: http://10.0.0.5:8096/
                    POST | the same, Safari        | Host: 10.0.0.5:8096; User-Agent: SAFARI; Origin: http://10.0.0.5:8096; Referer: http://10.0.0.5:8096/
                    POST | no referrer             | Host: 10.0.0.5:8096; User-Agent: CHROME; Origin: http://10.0.0.5:8096
                    POST | form, old browser       | Host: 10.0.0.5:8096; User-Agent: FIREFOX; Referer: http://10.0.0.5:8096/page?a=b#c
                    POST | fetch metadata only     | Host: localhost; User-Agent: CHROME; Sec-Fetch-Site: same-origin
                    GET  | IPv6                    | Host: [::1]:8096; User-Agent: CHROME; Origin: http://[::1]:8096
                    GET  | IPv6 in upper case      | Host: [FE80::1]; User-Agent: CHROME
                    GET  | IPv6 with IPv4          | Host: [::ffff:10.0.0.5]:8096; User-Agent: CHROME
                    GET  | localhost               | Host: LocalHost:8096; User-Agent: CHROME
                    GET  | localhost, final dot    | Host: localhost.:8096; User-Agent: CHROME
                    GET  | an allowed name         | Host: games.example:8096; User-Agent: CHROME
                    GET  | allowed, upper case     | Host: GAMES.EXAMPLE; User-Agent: CHROME
                    GET  | allowed, final dot      | Host: games.example.:80; User-Agent: CHROME
                    GET  | named in upper case     | Host: ops.example; User-Agent: CHROME
                    POST | default port            | Host: games.example:80; User-Agent: CHROME; Origin: http://games.example
                    POST | default port, reversed  | Host: games.example; User-Agent: CHROME; Origin: http://games.example:80
                    POST | proxy with https        | Host: games.example; User-Agent: CHROME; Origin: https://games.example; Sec-Fetch-Site: same-origin
                    POST | proxy, port of https    | Host: games.example:443; User-Agent: CHROME; Origin: https://games.example
                    POST | origin in upper case    | Host: games.example; User-Agent: CHROME; Origin: HTTP://Games.Example
                    """)
    void ownPagesAndTypedAddressesAreAnswered(String method, String what, String headers) {
        assertThat(rule.refusal(head(method, headers))).as(what).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST | form of another page     | Host: 10.0.0.5:8096; User-Agent: CHROME; Origin: http://evil.example; Referer: http://evil.example/; Content-Type: application/x-www-form-urlencoded
                    POST | the same, Firefox        | Host: 10.0.0.5:8096; User-Agent: FIREFOX; Origin: http://evil.example; Referer: http://evil.example/
                    POST | the same, Safari         | Host: 10.0.0.5:8096; User-Agent: SAFARI; Origin: http://evil.example; Referer: http://evil.example/
                    POST | page with https          | Host: localhost:8096; User-Agent: CHROME; Origin: https://evil.example; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: document
                    POST | sandboxed or data page   | Host: 10.0.0.5:8096; User-Agent: CHROME; Origin: null
                    POST | local file               | Host: 127.0.0.1:8096; User-Agent: FIREFOX; Origin: null; Sec-Fetch-Site: cross-site
                    POST | fetch with no-cors       | Host: 127.0.0.1:8096; User-Agent: CHROME; Origin: https://evil.example; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: empty
                    GET  | image of another page    | Host: localhost:8096; User-Agent: CHROME; Referer: https://evil.example/; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: image
                    GET  | the same, no metadata    | Host: 10.0.0.5:8096; User-Agent: CHROME; Referer: http://evil.example/
                    GET  | no user agent            | Host: 10.0.0.5:8096; Referer: http://evil.example/
                    GET  | link of another page     | Host: localhost:8096; User-Agent: FIREFOX; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: navigate
                    GET  | another port             | Host: localhost:8096; User-Agent: CHROME; Referer: http://localhost:3000/; Sec-Fetch-Site: same-site
                    POST | another port             | Host: 10.0.0.5:8096; User-Agent: CHROME; Origin: http://10.0.0.5:3000
                    POST | port against none        | Host: 10.0.0.5:8096; User-Agent: CHROME; Origin: http://10.0.0.5
                    POST | another scheme's port    | Host: games.example:80; User-Agent: CHROME; Origin: https://games.example
                    GET  | same site                | Host: games.example; User-Agent: CHROME; Sec-Fetch-Site: same-site
                    OPTIONS | preflight             | Host: 10.0.0.5:8096; User-Agent: CHROME; Origin: http://evil.example; Access-Control-Request-Method: DELETE
                    DELETE | fetch                  | Host: 10.0.0.5:8096; User-Agent: CHROME; Origin: http://evil.example
                    POST | nothing proves it        | Host: 10.0.0.5:8096; User-Agent: CHROME
                    POST | typed is only for GET    | Host: localhost:8096; User-Agent: CHROME; Sec-Fetch-Site: none
                    POST | says two things          | Host: 10.0.0.5; User-Agent: CHROME; Origin: http://10.0.0.5; Referer: http://evil.example/
                    POST | two origins              | Host: 10.0.0.5; User-Agent: CHROME; Origin: http://10.0.0.5; Origin: http://evil.example
                    GET  | two sites                | Host: 10.0.0.5; Sec-Fetch-Site: same-origin; Sec-Fetch-Site: cross-site
                    GET  | an unknown site          | Host: 10.0.0.5; Sec-Fetch-Site: same-planet
                    POST | origin with a user       | Host: 10.0.0.5; User-Agent: CHROME; Origin: http://10.0.0.5@evil.example
                    POST | origin behind a slash    | Host: 10.0.0.5; User-Agent: CHROME; Origin: http://evil.example\\10.0.0.5
                    POST | origin of no web page    | Host: 10.0.0.5; Origin: chrome-extension://abcdef
                    POST | origin that is no URL    | Host: 10.0.0.5; Origin: 10.0.0.5
                    POST | an empty origin          | Host: 10.0.0.5; Origin: http://
                    """)
    void pagesOfOthersAreRefused(String method, String what, String headers) {
        assertThat(rule.refusal(head(method, headers)))
                .as(what)
                .hasValueSatisfying(why -> assertThat(why).contains("another server"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET  | rebound name             | Host: rebind.evil.example:8096; User-Agent: CHROME
                    POST | rebound, same origin     | Host: rebind.evil.example:8096; User-Agent: CHROME; Origin: http://rebind.evil.example:8096; Referer: http://rebind.evil.example:8096/
                    GET  | rebound, same origin     | Host: rebind.evil.example:8096; User-Agent: FIREFOX; Sec-Fetch-Site: same-origin
                    GET  | part of an allowed name  | Host: evil.games.example; User-Agent: CHROME
                    GET  | longer than an allowed   | Host: games.example.evil.example; User-Agent: CHROME
                    GET  | two final dots           | Host: games.example..; User-Agent: CHROME
                    GET  | begins like an address   | Host: 127.0.0.1.evil.example:8096; User-Agent: CHROME
                    GET  | begins like localhost    | Host: localhost.evil.example:8096; User-Agent: CHROME
                    GET  | below localhost          | Host: evil.localhost; User-Agent: CHROME
                    GET  | no usual address         | Host: 0x7f.1; User-Agent: CHROME
                    GET  | a number                 | Host: 2130706433; User-Agent: CHROME
                    GET  | too large an address     | Host: 999.0.0.1; User-Agent: CHROME
                    GET  | broken IPv6              | Host: [::1::]; User-Agent: CHROME
                    GET  | IPv6 without brackets    | Host: ::1; User-Agent: CHROME
                    GET  | a zone                   | Host: [fe80::1%25eth0]; User-Agent: CHROME
                    GET  | no host                  | User-Agent: CHROME
                    GET  | an empty host            | Host: ; User-Agent: CHROME
                    GET  | two hosts                | Host: localhost; Host: evil.example; User-Agent: CHROME
                    GET  | a user before it         | Host: evil@localhost; User-Agent: CHROME
                    GET  | only a dot               | Host: .; User-Agent: CHROME
                    """)
    void aHostThatAForeignNameServerMayChooseIsRefused(String method, String what, String headers) {
        assertThat(rule.refusal(head(method, headers)))
                .as(what)
                .hasValueSatisfying(
                        why -> assertThat(why).contains("RTMANAGER_INTERNAL_HTTP_ALLOWED_HOSTS"));
    }

    private static RequestHead head(String method, String headers) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String line : (headers == null ? "" : headers).split("; (?=[A-Z][A-Za-z-]*:)", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                all.computeIfAbsent(
                                line.substring(0, colon).toLowerCase(Locale.ROOT),
                                _ -> new ArrayList<>())
                        .add(agent(line.substring(colon + 1).strip()));
            }
        }
        return new RequestHead(
                method,
                all.getOrDefault("host", List.of()),
                all.getOrDefault("origin", List.of()),
                all.getOrDefault("referer", List.of()),
                all.getOrDefault("sec-fetch-site", List.of()),
                all.keySet().stream().anyMatch(name -> name.startsWith("sec-fetch-")),
                Optional.ofNullable(all.get("user-agent")).map(List::getFirst),
                List.of(),
                List.of());
    }

    private static String agent(String value) {
        return switch (value) {
            case "CHROME" -> CHROME;
            case "FIREFOX" -> FIREFOX;
            case "SAFARI" -> SAFARI;
            default -> value;
        };
    }
}
