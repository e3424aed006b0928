/** Has a name in its manifest but no descriptor. */
module org.reactivestreams {
    exports org.reactivestreams;
}
