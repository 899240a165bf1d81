"""xlwings engines that stand for Excel, so that code over the public xlwings API runs in tests without Excel."""
