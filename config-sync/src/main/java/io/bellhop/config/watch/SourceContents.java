package io.bellhop.config.watch;

import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.TableAssembler;
import io.bellhop.model.InstanceSource;
import java.util.List;

/** Hands what is read of a place outside the tree to the assembler. */
record SourceContents(InstanceSource source, TableAssembler assembler) implements Folder.Contents {
  @Override
  public void listed(List<String> children) {
    assembler.sourceListed(source, children.stream().filter(this::wants).toList());
  }

  @Override
  public void unreadable(String reason) {
    assembler.sourceUnreadable(source, reason);
  }

  @Override
  public boolean wants(String child) {
    return TableAssembler.isInstance(source, child);
  }

  @Override
  public void child(String child, NodeContent content) {
    assembler.offerSourceInstance(source, child, content);
  }

  @Override
  public void read() {
    assembler.sourceRead(source);
  }
}
