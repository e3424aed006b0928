package rtm.main.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths of the service's API. */
final class Paths {

    private static final String API = "/api/v1/internal";

    private Paths() {}

    static String of(String rest) {
        return API + rest;
    }

    static String game(String game, String rest) {
        return API + "/runtimes/" + encoded(game) + rest;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
