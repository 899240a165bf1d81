# 在任何装有 Python 3.11 以上版本的 Debian 或 macOS 上都能直接运行，缺少的东西由 tools/bootstrap.sh 安装。
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench template ready ready-to-develop

help: ## 显示这份说明
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: ready ## 用示例部门演示：由输入数据生成 13 张表和绩效目标表
	@$(BIN)/xltools demo

test: lint ## 全部检查和测试（第一次会安装 LibreOffice、中文字体、Open XML 校验器）
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: ready-to-develop ## 代码检查：ruff、mypy、分层规则
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: ready-to-develop ## 测速度和内存
	$(BIN)/python -m benchmarks

template: ready-to-develop ## 重新生成 workbooks/ 里的模板，带宏的和不带宏的
	$(BIN)/python tools/build_template.py
	$(BIN)/python tools/build_xlsm.py

ready:
	@sh tools/bootstrap.sh demo

ready-to-develop:
	@sh tools/bootstrap.sh develop
