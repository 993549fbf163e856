package io.bellhop.config.assemble;

import io.bellhop.model.InstanceSource;

/** Port: watches a place outside Bellhop's tree where instances are listed. */
public interface SourceWatcher {
  /** A deployment begins to use the source: it is to be read now and after every change. */
  void watch(InstanceSource source);

  /** No deployment uses the source any more. */
  void unwatch(InstanceSource source);
}
