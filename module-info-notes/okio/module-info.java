/** Has a name in its manifest but no descriptor. */
module okio {
    requires java.logging;
    requires transitive kotlin.stdlib;

    exports okio;
    exports okio.internal;
}
