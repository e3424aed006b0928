package rtm.http;

import io.undertow.server.HttpServerExchange;

/** The path of a request as it came. */
final class RawPath {

    private RawPath() {}

    /** Without scheme and host, which a proxy's form of the request line has in front. */
    static String of(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        if (!exchange.isHostIncludedInRequestURI()) {
            return uri;
        }
        int slash = uri.indexOf('/', uri.indexOf("://") + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }
}
