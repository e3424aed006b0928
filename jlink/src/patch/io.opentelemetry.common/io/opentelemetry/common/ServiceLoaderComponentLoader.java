package io.opentelemetry.common;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Replaces the class of that name in the image. The original fails if a caller does not have our
 * loader, because this module may not look up services; the compression of exports never uses our
 * loader. Here such a lookup finds nothing, and the caller uses its built-in implementation.
 */
final class ServiceLoaderComponentLoader implements ComponentLoader {

    private final ClassLoader classLoader;

    ServiceLoaderComponentLoader(ClassLoader classLoader) {
        this.classLoader = classLoader;
    }

    @Override
    public <T> Iterable<T> load(Class<T> service) {
        return ServiceLoaderComponentLoader.class.getModule().canUse(service)
                ? ServiceLoader.load(service, classLoader)
                : List.of();
    }
}
