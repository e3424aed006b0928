package rtm.main.telemetry;

import io.opentelemetry.common.ComponentLoader;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Looks up OpenTelemetry's services from this module, whose descriptor names them. OpenTelemetry's
 * own lookup runs in a module that cannot see their types.
 */
public final class OtelComponentLoader implements ComponentLoader {

    /** A loader over the modules of the image, or over the class path in tests. */
    public OtelComponentLoader() {}

    @Override
    public <T> Iterable<T> load(Class<T> service) {
        return OtelComponentLoader.class.getModule().canUse(service)
                ? ServiceLoader.load(service, OtelComponentLoader.class.getClassLoader())
                : List.of();
    }
}
