/** Has a name in its manifest and no descriptor. */
module org.reactivestreams {
    exports org.reactivestreams;
}
