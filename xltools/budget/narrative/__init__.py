"""What 预算情况说明 says: a module per section or small group, from figures and facts to paragraphs."""
