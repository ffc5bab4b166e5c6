def sum(:
