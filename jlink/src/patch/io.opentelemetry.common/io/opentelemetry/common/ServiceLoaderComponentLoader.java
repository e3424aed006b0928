package io.opentelemetry.common;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Stands in the image in place of the class of that name. That one fails wherever a caller has no
 * loader of ours, since this module may look up nothing: for the compression of exports even where
 * one was given. Here such a lookup finds nothing, and what the caller has itself is used.
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
