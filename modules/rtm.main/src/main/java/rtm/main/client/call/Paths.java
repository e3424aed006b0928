package rtm.main.client.call;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths of the service's API. */
public final class Paths {

    private static final String API = "/api/v1/internal";

    private Paths() {}

    public static String of(String rest) {
        return API + rest;
    }

    public static String game(String game, String rest) {
        return API + "/runtimes/" + encoded(game) + rest;
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
