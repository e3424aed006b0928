/**
 * Its own services are left out: a JSON-B provider and an annotation processor, both useless at run
 * time. It needs java.compiler when it binds by reflection, and java.sql for its converters.
 */
module dsl.json {
    requires java.compiler;
    requires transitive java.sql;
    requires static java.desktop;
    requires static java.xml;

    exports com.dslplatform.json;
    exports com.dslplatform.json.runtime;
    exports dsl_json.java.util;

    uses com.dslplatform.json.Configuration;
}
